package dev.twitchrelay.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether the process has files left for one more connection. Some stay free for the relay's own needs: a process without files
 * can neither reach Twitch nor write its journal. Counted by the thread that accepts connections.
 */
final class OpenFiles {
    /** For session, polls, sinks, journal, and for clients that are being told why they are refused. */
    private static final int RESERVE = 96;
    /** To count the open files means to read a folder with an entry for each, so it is done now and then. */
    private static final int CONNECTIONS_A_COUNT = 8;

    private static final long FRESH_NANOS = 100_000_000L;

    private final UnixOperatingSystemMXBean system =
            ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix : null;
    private final long most = system == null ? -1 : system.getMaxFileDescriptorCount();
    private volatile long open;
    private long countedAt = System.nanoTime() - FRESH_NANOS;
    private int since;

    /** Whether idle connections should go, as far as is known. */
    boolean areScarce() {
        return most >= 0 && open > most / 4 * 3;
    }

    /** @param connections how many there are, as an estimate that costs nothing */
    boolean areLeft(long connections) {
        if (most < 0 || (connections < most / 2 && connections + 10 * RESERVE < most)) {
            return true;
        }
        long now = System.nanoTime();
        if (since >= CONNECTIONS_A_COUNT || now - countedAt >= FRESH_NANOS) {
            open = system.getOpenFileDescriptorCount();
            countedAt = now;
            since = 0;
        }
        since++;
        return open + since <= most - RESERVE;
    }
}
