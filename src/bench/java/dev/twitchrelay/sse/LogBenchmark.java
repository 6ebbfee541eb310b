package dev.twitchrelay.sse;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a client costs that comes back: its place, and what it missed; and what a filter costs per message. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogBenchmark {

    @Param({"1000", "100000"})
    int history;

    private final MessageIds ids = new MessageIds("t");
    private final StreamFilter follows = new StreamFilter(Set.of("event"), "event", Set.of("channel.follow"));
    private final StreamFilter all = new StreamFilter(Set.of(), "event", Set.of());
    private MessageLog log;
    private SseMessage message;

    @Setup
    public void fill() {
        log = new MessageLog(ids, "stats", history, Clock.systemUTC());
        byte[] json = ("{\"data\":\"" + "x".repeat(300) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (int n = 0; n < history; n++) {
            message = log.append("event", n % 2 == 0 ? "channel.follow" : "channel.raid", json);
        }
    }

    @Benchmark
    public boolean filterMatch() {
        return follows.passes(message);
    }

    /** A hundred messages missed, half of them let through. */
    @Benchmark
    public List<LogEntry> replay() {
        return Opening.of(log, ids, follows, ids.format(history - 100)).replay();
    }

    @Benchmark
    public List<LogEntry> freshClient() {
        return Opening.of(log, ids, all, null).replay();
    }

    /** What 64 messages cost to be put together for all clients of a loop. */
    @Benchmark
    public long batch() {
        Batch batch = Batch.build(log, all, history - 64, history);
        batch.release();
        return batch.to();
    }
}
