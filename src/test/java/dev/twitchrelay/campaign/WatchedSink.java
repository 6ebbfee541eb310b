package dev.twitchrelay.campaign;

import dev.twitchrelay.campaign.WebhookPeer.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToLongFunction;
import java.util.regex.Pattern;

/** A sink, and how far it lags behind what widgets have been told. Used by one thread. */
final class WatchedSink implements AutoCloseable {
    /** How long it may take to catch up when its peer is well. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final WebhookPeer peer;
    private long wellSince = System.nanoTime();
    private boolean ill;
    private int outages;
    private long maxLag;
    private long maxCatchUp;
    private int missing;
    private String stuck;

    /** @param number finds in its messages the numbers of events */
    WatchedSink(String name, Pattern number) throws IOException {
        this.name = name;
        this.peer = new WebhookPeer(number);
    }

    String name() {
        return name;
    }

    String url() {
        return peer.url();
    }

    boolean isIll() {
        return ill;
    }

    void fallIll(Trouble trouble) {
        ill = true;
        outages++;
        peer.trouble(trouble);
    }

    void getWell() {
        ill = false;
        wellSince = System.nanoTime();
        peer.trouble(Trouble.NONE);
    }

    /**
     * Compares.
     *
     * @param expected what it has to be told
     * @param sentAt when Twitch sent the event of a number
     * @param relayUpSince since when there is a relay that could tell it, or {@code Long.MAX_VALUE}
     */
    void look(BitSet expected, IntToLongFunction sentAt, long relayUpSince) {
        BitSet untold = (BitSet) expected.clone();
        Arrays.stream(peer.numbers()).forEach(untold::clear);
        missing = untold.cardinality();
        if (missing == 0) {
            return;
        }
        long now = System.nanoTime();
        long oldest = sentAt.applyAsLong(untold.nextSetBit(0));
        maxLag = Math.max(maxLag, now - oldest);
        if (ill || relayUpSince == Long.MAX_VALUE) {
            return;
        }
        // what came up later than it became well is not catching up, but may be late nevertheless
        long catchUp = now - Math.max(oldest, Math.max(wellSince, relayUpSince));
        maxCatchUp = Math.max(maxCatchUp, catchUp);
        if (catchUp > PATIENCE.toNanos() && stuck == null) {
            stuck = missing + " untold, the first of them is " + untold.nextSetBit(0);
        }
    }

    int missing() {
        return missing;
    }

    int outages() {
        return outages;
    }

    /** How it was stuck first, or null. */
    String stuck() {
        return stuck;
    }

    @Override
    public String toString() {
        return "%s: missing %d, max lag %.1f s, longest after its peer and the relay were well %.1f s, outages %d%s"
                .formatted(
                        name,
                        missing,
                        maxLag / 1e9,
                        maxCatchUp / 1e9,
                        outages,
                        stuck == null ? "" : ", STUCK (" + stuck + ")");
    }

    @Override
    public void close() {
        peer.close();
    }
}
