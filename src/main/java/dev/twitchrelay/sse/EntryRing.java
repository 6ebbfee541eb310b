package dev.twitchrelay.sse;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest entries by number: as many as there are places, and no more than a number of bytes. One thread at a time puts
 * entries in; any reads them without a lock, and sees one that had to go as null.
 */
final class EntryRing {

    private final AtomicReferenceArray<LogEntry> places;
    private final long mostBytes;
    private long bytes;

    /** The number of the oldest that may still be there. */
    private long oldest;

    private long keptFrom;

    /**
     * @param atLeast   places; rounded up to a power of two
     * @param mostBytes that the entries may take in memory; the newest stays, whatever it takes
     */
    EntryRing(int atLeast, long mostBytes) {
        this.places = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(2, atLeast) - 1) << 1);
        this.mostBytes = mostBytes;
    }

    int length() {
        return places.length();
    }

    /** What was put in with that number, or with one that shares its place, or null. */
    LogEntry get(long number) {
        return places.getAcquire(place(number));
    }

    /**
     * Puts an entry in, and lets go of the oldest until there is room.
     *
     * @param number greater than all before
     * @param entry  or null
     * @return the number from which on none had to go for want of room, though its place was not needed
     */
    long put(long number, LogEntry entry) {
        replace(number, entry);
        oldest = Math.max(oldest, number - places.length() + 1);
        while (bytes > mostBytes && oldest < number) {
            if (replace(oldest, null)) {
                keptFrom = oldest + 1;
            }
            oldest++;
        }
        return keptFrom;
    }

    private boolean replace(long number, LogEntry entry) {
        LogEntry before = places.getPlain(place(number));
        places.setRelease(place(number), entry);
        bytes += bytes(entry) - bytes(before);
        return before != null;
    }

    private int place(long number) {
        return (int) (number & places.length() - 1);
    }

    private static long bytes(LogEntry entry) {
        return entry == null ? 0 : entry.bytes();
    }
}
