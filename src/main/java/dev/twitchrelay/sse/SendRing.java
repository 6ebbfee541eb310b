package dev.twitchrelay.sse;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Sends to many sockets in one system call: Linux' io_uring, used synchronously. Sends are collected, {@link #submit} hands
 * them to the kernel, and when it returns each has its result, as if {@code send(2)} had been called for each without
 * waiting. So nothing has to outlive the call.
 *
 * <p>Sockets are registered first. The ring keeps a registered socket open, whatever becomes of its descriptor: a slot never
 * means another connection than the one it was given for, until it is released.
 *
 * <p>Needs Linux 5.19 on a 64-bit machine, and a sandbox that allows io_uring, which Docker's default one does not. Used by
 * one thread at a time. Layouts and numbers: {@code linux/io_uring.h}, {@code io_uring_setup(2)}.
 */
final class SendRing implements AutoCloseable {

    static final int NO_SLOT = -1;

    private static final int PARAMS_BYTES = 120;
    private static final int PARAMS_SQ_ENTRIES = 0;
    private static final int PARAMS_CQ_ENTRIES = 4;
    private static final int PARAMS_FLAGS = 8;
    private static final int PARAMS_FEATURES = 20;
    private static final int PARAMS_SQ_TAIL = 44;
    private static final int PARAMS_SQ_ARRAY = 64;
    private static final int PARAMS_CQ_HEAD = 80;
    private static final int PARAMS_CQ_TAIL = 84;
    private static final int PARAMS_CQES = 100;

    /** A send that the kernel refuses does not keep back those after it. */
    private static final int SUBMIT_ALL = 1 << 7;

    private static final int SINGLE_MMAP = 1;
    private static final long ENTRIES_OFFSET = 0x10000000;
    private static final int GETEVENTS = 1;

    private static final int FILES_UPDATE = 6;
    private static final int FILES_UPDATE_BYTES = 16;
    private static final int FILES2 = 13;
    private static final int FILES2_BYTES = 32;
    private static final int SPARSE = 1;

    private static final int ENTRY_LONGS = 8;
    private static final int ENTRY_OPERATION_FILE = 0;
    private static final int ENTRY_ADDRESS = 2;
    private static final int ENTRY_LENGTH_FLAGS = 3;
    private static final int ENTRY_USER_DATA = 4;
    private static final int COMPLETION_LONGS = 2;
    private static final int COMPLETION_RESULT = 1;

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** IORING_OP_SEND and IOSQE_FIXED_FILE, a byte each. */
    private static final int SEND_TO_SLOT = LITTLE_ENDIAN ? 26 | 1 << 8 : 26 << 24 | 1 << 16;

    private static final int MSG_DONTWAIT_NOSIGNAL = 0x4040;

    private final int ring;
    private final int slots;
    private final int entryMask;
    private final Pointer queuesMemory;
    private final ByteBuffer queues;
    private final Pointer entriesMemory;
    private final LongBuffer entries;
    private final LongBuffer completions;
    private final int submissionTail;
    private final int completionHead;
    private final int completionTail;
    private final int completionMask;

    /** The kernel's entries and completions are copied from and to these in one go: that is cheaper than to access each. */
    private final long[] collected;

    private final long[] completed;
    private final int[] results;
    private final Memory descriptor = new Memory(Integer.BYTES);
    private final Memory update = new Memory(FILES_UPDATE_BYTES);
    private final Deque<Integer> released = new ArrayDeque<>();

    private int slotsUsed;
    private int first;
    private int size;

    private SendRing(int ring, Memory params, int mostSlots) throws IOException {
        this.ring = ring;
        if ((params.getInt(PARAMS_FEATURES) & SINGLE_MMAP) == 0) {
            throw new IOException("io_uring of this kernel is too old");
        }
        int sends = params.getInt(PARAMS_SQ_ENTRIES);
        int ends = params.getInt(PARAMS_CQ_ENTRIES);
        int order = params.getInt(PARAMS_SQ_ARRAY);
        int endsAt = params.getInt(PARAMS_CQES);
        int endsBytes = ends * COMPLETION_LONGS * Long.BYTES;
        int entriesBytes = sends * ENTRY_LONGS * Long.BYTES;
        this.slots = reserve(mostSlots);
        this.entryMask = sends - 1;
        this.completionMask = ends - 1;
        this.submissionTail = params.getInt(PARAMS_SQ_TAIL);
        this.completionHead = params.getInt(PARAMS_CQ_HEAD);
        this.completionTail = params.getInt(PARAMS_CQ_TAIL);
        int queuesBytes = Math.max(order + sends * Integer.BYTES, endsAt + endsBytes);
        this.queuesMemory = LinuxCalls.map(ring, queuesBytes, 0);
        this.queues = queuesMemory.getByteBuffer(0, queuesBytes).order(ByteOrder.nativeOrder());
        this.completions = longs(queuesMemory, endsAt, endsBytes);
        this.entriesMemory = LinuxCalls.map(ring, entriesBytes, ENTRIES_OFFSET);
        this.entries = longs(entriesMemory, 0, entriesBytes);
        this.results = new int[sends];
        this.completed = new long[ends * COMPLETION_LONGS];
        this.collected = new long[sends * ENTRY_LONGS];
        for (int i = 0; i < sends; i++) {
            collected[i * ENTRY_LONGS + ENTRY_USER_DATA] = i;
            queues.putInt(order + i * Integer.BYTES, i);
        }
    }

    /**
     * @param mostSends how many sends may be collected, at least 1
     * @param mostSlots how many sockets may be registered; fewer if the limit of open files is lower
     * @throws IOException  if the kernel or its sandbox does not have it
     * @throws LinkageError if there is no way to call the kernel
     */
    static SendRing open(int mostSends, int mostSlots) throws IOException {
        try (Memory params = new Memory(PARAMS_BYTES)) {
            params.clear();
            params.setInt(PARAMS_FLAGS, SUBMIT_ALL);
            int ring = LinuxCalls.setup(mostSends, params);
            try {
                return new SendRing(ring, params, mostSlots);
            } catch (IOException e) {
                LinuxCalls.close(ring);
                throw e;
            }
        }
    }

    /** Registers an open socket; {@link #NO_SLOT} if there is no place for it. */
    int register(int fd) {
        if (released.isEmpty() && slotsUsed == slots) {
            return NO_SLOT;
        }
        int slot = released.isEmpty() ? slotsUsed++ : released.pop();
        if (update(slot, fd)) {
            return slot;
        }
        released.push(slot);
        return NO_SLOT;
    }

    /** Lets go of a socket; what has been collected for it will fail. */
    void release(int slot) {
        if (update(slot, NO_SLOT)) {
            released.push(slot);
        }
    }

    /** Sends collected and not submitted. */
    int size() {
        return size;
    }

    /** Collects a send, at most as many as asked for; the memory has to stay until {@link #submit} has returned. */
    void add(int slot, long address, int length) {
        int entry = size * ENTRY_LONGS;
        collected[entry + ENTRY_OPERATION_FILE] = ints(SEND_TO_SLOT, slot);
        collected[entry + ENTRY_ADDRESS] = address;
        collected[entry + ENTRY_LENGTH_FLAGS] = ints(length, MSG_DONTWAIT_NOSIGNAL);
        size++;
    }

    /**
     * Does all that has been collected; then each send has its {@link #result}.
     *
     * @throws IOException if the ring is of no use any more; what had not been sent by then has the result 0
     */
    void submit() throws IOException {
        int sends = size;
        size = 0;
        Arrays.fill(results, 0, sends, 0);
        int position = first & entryMask;
        int untilWrap = Math.min(sends, entryMask + 1 - position);
        entries.put(position * ENTRY_LONGS, collected, 0, untilWrap * ENTRY_LONGS);
        entries.put(0, collected, untilWrap * ENTRY_LONGS, (sends - untilWrap) * ENTRY_LONGS);
        VarHandle.releaseFence();
        queues.putInt(submissionTail, first + sends);
        int submitted = 0;
        int ended = 0;
        while (ended < sends) {
            try {
                submitted += LinuxCalls.enter(ring, sends - submitted, sends - ended, GETEVENTS);
            } catch (LinuxCalls.Refused e) {
                if (e.errno() != LinuxCalls.EINTR) {
                    throw e;
                }
            }
            ended += takeCompletions();
        }
        first += sends;
    }

    /** What became of the send that was the index-th to be collected: the number of bytes, or a negative errno. */
    int result(int index) {
        return results[index];
    }

    /** Lets go of all sockets. Nothing may be called afterwards. */
    @Override
    public void close() {
        LinuxCalls.unmap(queuesMemory, queues.capacity());
        LinuxCalls.unmap(entriesMemory, (long) entries.capacity() * Long.BYTES);
        LinuxCalls.close(ring);
    }

    private int takeCompletions() {
        int head = queues.getInt(completionHead);
        int tail = queues.getInt(completionTail);
        VarHandle.acquireFence();
        int count = tail - head;
        int position = head & completionMask;
        int untilWrap = Math.min(count, completionMask + 1 - position);
        completions.get(position * COMPLETION_LONGS, completed, 0, untilWrap * COMPLETION_LONGS);
        completions.get(0, completed, untilWrap * COMPLETION_LONGS, (count - untilWrap) * COMPLETION_LONGS);
        for (int i = 0; i < count * COMPLETION_LONGS; i += COMPLETION_LONGS) {
            results[(int) completed[i]] = firstInt(completed[i + COMPLETION_RESULT]);
        }
        VarHandle.releaseFence();
        queues.putInt(completionHead, tail);
        return count;
    }

    private boolean update(int slot, int fd) {
        descriptor.setInt(0, fd);
        update.setInt(0, slot);
        update.setInt(4, 0);
        update.setPointer(8, descriptor);
        try {
            LinuxCalls.register(ring, FILES_UPDATE, update, 1);
            return true;
        } catch (LinuxCalls.Refused e) {
            return false;
        }
    }

    private int reserve(int mostSlots) throws IOException {
        try (Memory table = new Memory(FILES2_BYTES)) {
            table.clear();
            table.setInt(4, SPARSE);
            for (int number = mostSlots; ; number /= 2) {
                table.setInt(0, number);
                try {
                    LinuxCalls.register(ring, FILES2, table, FILES2_BYTES);
                    return number;
                } catch (LinuxCalls.Refused e) {
                    if (e.errno() != LinuxCalls.EMFILE || number < 2) {
                        throw e;
                    }
                }
            }
        }
    }

    private static LongBuffer longs(Pointer memory, long offset, long bytes) {
        return memory.getByteBuffer(offset, bytes)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    /** Two neighbouring ints of a structure. */
    private static long ints(int first, int second) {
        return LITTLE_ENDIAN ? first & 0xffff_ffffL | (long) second << 32 : (long) first << 32 | second & 0xffff_ffffL;
    }

    private static int firstInt(long ints) {
        return (int) (LITTLE_ENDIAN ? ints : ints >> 32);
    }
}
