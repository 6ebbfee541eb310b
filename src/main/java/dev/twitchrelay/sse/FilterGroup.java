package dev.twitchrelay.sse;

import java.util.ArrayList;

/**
 * The clients of one event loop that have the same filter. The first of them that needs a batch in a round builds it,
 * and the others use the same batch. Confined to its event loop.
 */
final class FilterGroup {

    /** Slow clients need batches of their own. Beyond this number the search costs more than sharing saves. */
    private static final int MOST_SHARED = 16;

    private final MessageLog log;
    private final StreamFilter filter;
    private final ArrayList<Batch> round = new ArrayList<>();
    private int clients;

    FilterGroup(MessageLog log, StreamFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    StreamFilter filter() {
        return filter;
    }

    void join() {
        clients++;
    }

    /** Returns whether the group is empty now. */
    boolean leave() {
        return --clients == 0;
    }

    /**
     * The batch after a position, null if the log does not have it any more. To be {@linkplain Batch#handBack handed
     * back}.
     */
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
