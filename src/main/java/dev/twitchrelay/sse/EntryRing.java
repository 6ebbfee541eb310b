package dev.twitchrelay.sse;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A ring buffer of the newest entries by number, with a limit on their number and on their bytes. One thread at a time
 * puts entries in. Any thread reads them without a lock; an entry that was removed reads as null.
 */
final class EntryRing {

    private final AtomicReferenceArray<LogEntry> slots;
    private final long mostBytes;
    private long bytes;

    /** The number of the oldest entry that may still be there. */
    private long oldest;

    private long keptFrom;

    /**
     * @param atLeast the number of slots, which is rounded up to a power of two
     * @param mostBytes the most memory that the entries may take; the newest entry stays, whatever it takes
     */
    EntryRing(int atLeast, long mostBytes) {
        this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(2, atLeast) - 1) << 1);
        this.mostBytes = mostBytes;
    }

    int length() {
        return slots.length();
    }

    /** The entry with a number, or the entry that took its slot, or null. */
    LogEntry get(long number) {
        return slots.getAcquire(slot(number));
    }

    /**
     * Puts an entry in, and removes the oldest entries until the bytes are within the limit.
     *
     * @param number greater than all earlier numbers
     * @param entry the entry, or null
     * @return the number behind the newest entry that the limit on bytes has removed; 0 if it has removed none
     */
    long put(long number, LogEntry entry) {
        replace(number, entry);
        oldest = Math.max(oldest, number - slots.length() + 1);
        while (bytes > mostBytes && oldest < number) {
            if (replace(oldest, null)) {
                keptFrom = oldest + 1;
            }
            oldest++;
        }
        return keptFrom;
    }

    private boolean replace(long number, LogEntry entry) {
        LogEntry before = slots.getPlain(slot(number));
        slots.setRelease(slot(number), entry);
        bytes += bytes(entry) - bytes(before);
        return before != null;
    }

    private int slot(long number) {
        return (int) (number & slots.length() - 1);
    }

    private static long bytes(LogEntry entry) {
        return entry == null ? 0 : entry.bytes();
    }
}
