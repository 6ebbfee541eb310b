package dev.twitchrelay.sse;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;

/**
 * The system calls of io_uring, which neither Java nor Netty 4.1 has. A call that fails says with which errno. Thread-safe.
 */
final class LinuxCalls {

    static final int EINTR = 4;
    static final int EMFILE = 24;

    private static final long IO_URING_SETUP = 425;
    private static final long IO_URING_ENTER = 426;
    private static final long IO_URING_REGISTER = 427;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;

    private LinuxCalls() {}

    /** A call that the kernel has refused. */
    static final class Refused extends IOException {
        private final int errno;

        Refused(String call, int errno) {
            super(call + " was refused with errno " + errno);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /** @return the ring's descriptor */
    static int setup(int entries, Pointer params) throws IOException {
        if (!Platform.isLinux() || !Platform.is64Bit()) {
            throw new IOException("io_uring needs Linux on a 64-bit machine");
        }
        try {
            return (int) C.syscall(IO_URING_SETUP, entries, Pointer.nativeValue(params), 0, 0, 0, 0);
        } catch (LastErrorException e) {
            throw new Refused("io_uring_setup", e.getErrorCode());
        }
    }

    /** @return how many entries the kernel has taken */
    static int enter(int ring, int toSubmit, int toWaitFor, int flags) throws Refused {
        try {
            return (int) C.syscall(IO_URING_ENTER, ring, toSubmit, toWaitFor, flags, 0, 0);
        } catch (LastErrorException e) {
            throw new Refused("io_uring_enter", e.getErrorCode());
        }
    }

    static void register(int ring, int operation, Pointer argument, int number) throws Refused {
        try {
            C.syscall(IO_URING_REGISTER, ring, operation, Pointer.nativeValue(argument), number, 0, 0);
        } catch (LastErrorException e) {
            throw new Refused("io_uring_register", e.getErrorCode());
        }
    }

    static Pointer map(int descriptor, long bytes, long offset) throws Refused {
        try {
            return C.mmap(null, bytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, descriptor, offset);
        } catch (LastErrorException e) {
            throw new Refused("mmap", e.getErrorCode());
        }
    }

    static void unmap(Pointer memory, long bytes) {
        C.munmap(memory, bytes);
    }

    static void close(int descriptor) {
        C.close(descriptor);
    }

    /** The C library; loaded when it is called first. */
    private static final class C {
        static {
            Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        static native long syscall(long number, long a, long b, long c, long d, long e, long f)
                throws LastErrorException;

        static native Pointer mmap(Pointer at, long bytes, int protection, int flags, int descriptor, long offset)
                throws LastErrorException;

        static native int munmap(Pointer memory, long bytes);

        static native int close(int descriptor);
    }
}
