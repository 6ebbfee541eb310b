package dev.twitchrelay.sse;

import io.netty.channel.DefaultEventLoop;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What publishing costs the publisher, with clients that take everything at once: checking, encoding, the log, and telling
 * the event loops, which serve the clients beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HubBenchmark {

    private static final StreamFilter ALL = new StreamFilter(Set.of(), Set.of());

    @Param({"0", "100", "10000"})
    int clients;

    private final byte[] json = ("{\"type\":\"event\",\"event\":\"channel.follow\",\"data\":{\"text\":\""
                    + "x".repeat(300) + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private SseHub hub;

    @Setup(Level.Trial)
    public void connect() throws Exception {
        hub = new SseHub("bench", new SseSettings(null, 100_000, 0, null, null, null, null));
        loop.submit(() -> {
                    for (int n = 0; n < clients; n++) {
                        hub.open(loop, new WillingConnection(), "x", ALL, null);
                    }
                })
                .get();
    }

    @TearDown(Level.Trial)
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Benchmark
    public SseMessage publish() {
        return hub.publish("event", "channel.follow", json);
    }

    @Benchmark
    public byte[] encode() {
        return EventFrame.message("lq3x8k2a-123456", json);
    }

    /** A connection that is never full. */
    private static final class WillingConnection implements ClientConnection {
        @Override
        public void open(byte[] frames, Listener listener) {}

        @Override
        public void write(SharedBuffer frames) {}

        @Override
        public void write(byte[] frames) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void end(byte[] frames, Runnable done) {}

        @Override
        public void cut() {}
    }
}
