package dev.twitchrelay.support;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process holds right now, after a collection.
 *
 * @param heap bytes in use
 * @param direct bytes of direct memory, of NIO and of Netty
 */
public record Memory(long heap, long direct, int threads, long descriptors) {
    private static final double MEBIBYTE = 1 << 20;

    public static Memory now() {
        // twice: what references kept alive goes with the second
        System.gc();
        System.gc();
        long nio = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                Math.max(nio, PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptors);
    }

    @Override
    public String toString() {
        return "heap %.1f MiB, direct %.1f MiB, %d threads, %d descriptors"
                .formatted(heap / MEBIBYTE, direct / MEBIBYTE, threads, descriptors);
    }
}
