package dev.twitchrelay.sse;

import java.util.ArrayList;

/**
 * The clients of one event loop that share a filter: what they need from the log is put together once per round and used
 * by all of them. Confined to its event loop.
 */
final class FilterLane {

    /** Clients that are behind have positions of their own; beyond this many, sharing is not worth the search. */
    private static final int MOST_SHARED = 16;

    private final MessageLog log;
    private final StreamFilter filter;
    private final ArrayList<Batch> round = new ArrayList<>();
    private int clients;

    FilterLane(MessageLog log, StreamFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    StreamFilter filter() {
        return filter;
    }

    void join() {
        clients++;
    }

    /** Whether the lane is empty now. */
    boolean leave() {
        return --clients == 0;
    }

    /** The batch after a position, null if the log no longer holds it. To be {@linkplain Batch#handBack handed back}. */
    Batch batch(long from, long target) {
        for (int i = 0; i < round.size(); i++) {
            Batch batch = round.get(i);
            if (batch.from() == from && batch.to() <= target) {
                return batch;
            }
        }
        Batch batch = Batch.build(log, filter, from, target);
        if (batch != null && round.size() < MOST_SHARED) {
            batch.share();
            round.add(batch);
        }
        return batch;
    }

    void endRound() {
        for (int i = 0; i < round.size(); i++) {
            round.get(i).release();
        }
        round.clear();
    }
}
