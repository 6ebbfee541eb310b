package dev.twitchrelay.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory and CPU of a packaged relay with two sessions with Twitch, against those with one. {@code src/bench/sessions} runs it. The
 * relays take turns, and medians are printed.
 */
@EnabledIfSystemProperty(named = "cost.seconds", matches = "\\d+", disabledReason = "takes as long as -Dcost.seconds")
class SessionCostIT {
    private static final int SECONDS = Integer.getInteger("cost.seconds", 0);
    private static final int REPEATS = Integer.getInteger("cost.repeats", 3);
    private static final int EVENTS_PER_SECOND = 50;
    private static final int WARM_UP_SECONDS = 15;
    private static final double TICKS_PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    /**
     * What a relay takes.
     *
     * @param cpu seconds of the processor for each second
     * @param megabytes of memory, its proportional set size
     */
    private record Cost(double cpu, double megabytes) {
        static double median(List<Cost> costs, ToDoubleFunction<Cost> value) {
            return costs.stream()
                    .mapToDouble(value)
                    .sorted()
                    .skip(costs.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void twoSessionsAgainstOne() throws Exception {
        List<Cost> one = new ArrayList<>();
        List<Cost> two = new ArrayList<>();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            one.add(measure(1, repeat));
            two.add(measure(2, repeat));
        }
        System.out.printf(
                "sessions: %d events/s for %d s, medians of %d: one %.2f %% of a processor and %.0f MB, two %.2f %% and %.0f MB:"
                        + " CPU × %.2f, memory × %.2f%n",
                EVENTS_PER_SECOND,
                SECONDS,
                REPEATS,
                100 * Cost.median(one, Cost::cpu),
                Cost.median(one, Cost::megabytes),
                100 * Cost.median(two, Cost::cpu),
                Cost.median(two, Cost::megabytes),
                Cost.median(two, Cost::cpu) / Cost.median(one, Cost::cpu),
                Cost.median(two, Cost::megabytes) / Cost.median(one, Cost::megabytes));
    }

    private Cost measure(int sessions, int repeat) throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        int port = FreePort.find();
        try (TwitchSimulator twitch = TwitchSimulator.start(options);
                PackagedRelay relay = PackagedRelay.start(Map.of(
                        "TWITCH_CLIENT_ID", options.clientId(),
                        "TWITCH_ACCESS_TOKEN", options.accessToken(),
                        "TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString(),
                        "TWITCH_EVENTSUB_SESSIONS", String.valueOf(sessions),
                        "TWITCH_API_URL", twitch.apiUrl().toString(),
                        "TWITCH_AUTH_URL", twitch.authUrl().toString(),
                        "SERVER_PORT", String.valueOf(port),
                        "MANAGEMENT_SERVER_PORT", "0",
                        "RELAY_DATA", folder.resolve(sessions + "-" + repeat).toString()))) {
            await().atMost(PATIENCE)
                    .until(() -> twitch.seen().subscriptions().getOrDefault("channel.raid", 0) == sessions);
            StreamFollower client = StreamFollower.start(port, "?types=event");
            await().atMost(PATIENCE).until(() -> client.connects() > 0);
            int sent = send(twitch, 0, WARM_UP_SECONDS);
            double before = cpuSeconds(relay.pid());
            long begin = System.nanoTime();
            int all = send(twitch, sent, SECONDS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Cost cost = new Cost((cpuSeconds(relay.pid()) - before) / seconds, megabytes(relay.pid()));
            await().atMost(PATIENCE).until(() -> client.size() >= all);
            BitSet required = new BitSet();
            required.set(0, all);
            assertThat(Tally.of(required, client.numbers())).isEqualTo(Tally.NONE);
            client.close();
            return cost;
        }
    }

    private static int send(TwitchSimulator twitch, int from, int seconds) {
        int number = from;
        long at = System.nanoTime();
        for (int i = 0; i < seconds * EVENTS_PER_SECOND; i++) {
            LockSupport.parkNanos(Math.max(0, at - System.nanoTime()));
            at += 1_000_000_000 / EVENTS_PER_SECOND;
            twitch.notifyJson("channel.raid", "{\"n\":\"" + number++ + "\"}");
        }
        return number;
    }

    /** User and system time; see proc(5). The name of the program may have blanks. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static double megabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
    }
}
