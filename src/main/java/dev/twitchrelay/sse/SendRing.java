package dev.twitchrelay.sse;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private static final int ENTRY_BYTES = 64;
    private static final int ENTRY_FLAGS = 1;
    private static final int ENTRY_FILE = 4;
    private static final int ENTRY_ADDRESS = 16;
    private static final int ENTRY_LENGTH = 24;
    private static final int ENTRY_SEND_FLAGS = 28;
    private static final int ENTRY_USER_DATA = 32;
    private static final int COMPLETION_BYTES = 16;
    private static final int COMPLETION_RESULT = 8;

    private static final byte OP_SEND = 26;
    private static final byte FIXED_FILE = 1;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x4040;

    private final int ring;
    private final int slots;
    private final int entryMask;
    private final Pointer queuesMemory;
    private final ByteBuffer queues;
    private final Pointer entriesMemory;
    private final ByteBuffer entries;
    private final int submissionTail;
    private final int completionHead;
    private final int completionTail;
    private final int completions;
    private final int completionMask;
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
        this.slots = reserve(mostSlots);
        this.entryMask = sends - 1;
        this.completionMask = ends - 1;
        this.submissionTail = params.getInt(PARAMS_SQ_TAIL);
        this.completionHead = params.getInt(PARAMS_CQ_HEAD);
        this.completionTail = params.getInt(PARAMS_CQ_TAIL);
        this.completions = params.getInt(PARAMS_CQES);
        this.results = new int[sends];
        int queuesBytes = Math.max(order + sends * Integer.BYTES, completions + ends * COMPLETION_BYTES);
        this.queuesMemory = LinuxCalls.map(ring, queuesBytes, 0);
        this.queues = queuesMemory.getByteBuffer(0, queuesBytes).order(ByteOrder.nativeOrder());
        this.entriesMemory = LinuxCalls.map(ring, sends * ENTRY_BYTES, ENTRIES_OFFSET);
        this.entries = entriesMemory.getByteBuffer(0, sends * ENTRY_BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < sends; i++) {
            int entry = i * ENTRY_BYTES;
            entries.put(entry, OP_SEND);
            entries.put(entry + ENTRY_FLAGS, FIXED_FILE);
            entries.putInt(entry + ENTRY_SEND_FLAGS, MSG_DONTWAIT_NOSIGNAL);
            entries.putLong(entry + ENTRY_USER_DATA, i);
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
        int entry = ((first + size) & entryMask) * ENTRY_BYTES;
        entries.putInt(entry + ENTRY_FILE, slot);
        entries.putLong(entry + ENTRY_ADDRESS, address);
        entries.putInt(entry + ENTRY_LENGTH, length);
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
        VarHandle.releaseFence();
        queues.putInt(submissionTail, first + sends);
        int submitted = 0;
        int completed = 0;
        while (completed < sends) {
            try {
                submitted += LinuxCalls.enter(ring, sends - submitted, sends - completed, GETEVENTS);
            } catch (LinuxCalls.Refused e) {
                if (e.errno() != LinuxCalls.EINTR) {
                    throw e;
                }
            }
            completed += takeCompletions();
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
        LinuxCalls.unmap(entriesMemory, entries.capacity());
        LinuxCalls.close(ring);
    }

    private int takeCompletions() {
        int head = queues.getInt(completionHead);
        int tail = queues.getInt(completionTail);
        VarHandle.acquireFence();
        for (int at = head; at != tail; at++) {
            int completion = completions + (at & completionMask) * COMPLETION_BYTES;
            int entry = (int) queues.getLong(completion);
            results[(entry - first) & entryMask] = queues.getInt(completion + COMPLETION_RESULT);
        }
        VarHandle.releaseFence();
        queues.putInt(completionHead, tail);
        return tail - head;
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
}
