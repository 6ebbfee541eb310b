package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.nio.charset.StandardCharsets;
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

    private final StreamFilter follows = new StreamFilter(Set.of("event"), Set.of("channel.follow"));
    private final StreamFilter all = new StreamFilter(Set.of(), Set.of());
    private MessageLog log;
    private SseMessage message;

    @Setup
    public void fill() {
        log = new LocalLog(history, EventJournal.NONE);
        byte[] json = ("{\"data\":\"" + "x".repeat(300) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (int n = 0; n < history; n++) {
            message = log.publish("event", n % 2 == 0 ? "channel.follow" : "channel.raid", EventHeaders.NONE, json);
        }
    }

    @Benchmark
    public boolean filterMatch() {
        return follows.passes(message);
    }

    /** A hundred messages missed. */
    @Benchmark
    public List<LogEntry> replay() {
        return log.start(log.id(history - 100)).missed();
    }

    @Benchmark
    public List<LogEntry> freshClient() {
        return log.start(null).missed();
    }

    /** What 64 messages cost to be put together for all clients of a loop. */
    @Benchmark
    public long batch() {
        Batch batch = Batch.build(log, all, history - 64, history);
        batch.release();
        return batch.to();
    }
}
