package dev.twitchrelay.campaign;

import com.sun.management.OperatingSystemMXBean;
import dev.twitchrelay.campaign.TwitchDoor.Refreshes;
import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.Thorough;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The relay while parts of Twitch are away, hang, or answer what they should not, and sinks' peers have outages too. In each build
 * for half a minute; for two hours with {@code mvn verify -Pcampaign -Dit.test=OutagesIT}, or as long as {@code
 * -Doutages.minutes} says. {@code -Doutages.seed} repeats the order of the outages, and {@code -Drelay.jar} takes the jar of
 * another build.
 */
@Thorough
class OutagesIT {
    private static final int MINUTES = Integer.getInteger("outages.minutes", 0);
    private static final long SEED = Long.getLong("outages.seed", System.nanoTime() & 0xffffff);
    /** A shorter run is a quick one, unless {@code outages.pace} says otherwise. */
    private static final int CALM_FROM_MINUTES = 20;

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final int MOST_LOG_LINES = 200;
    private static final int LEAST_EVENTS = 20;

    @TempDir
    Path folder;

    @Test
    void anOutageCostsNoRefreshShowsNoZeroLeavesNoSinkBehindAndFillsNoLog() throws Exception {
        boolean calm = System.getProperty("outages.pace", MINUTES < CALM_FROM_MINUTES ? "quick" : "calm")
                .equals("calm");
        Pace pace = calm ? Pace.calm() : Pace.quick();
        System.out.printf("outages: seed %d begins, %s%n", SEED, pace);
        long begin = System.nanoTime();
        long cpu = cpu();
        try (OutageStage stage = new OutageStage(pace, folder)) {
            Outages outages = new Outages(stage, pace, SEED);
            Duration planned = MINUTES == 0 ? SHORT : Duration.ofMinutes(MINUTES);
            outages.play(planned);
            LogLines log = LogLines.of(stage.output());
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            print(stage, outages, log, time, 100.0 * (cpu() - cpu) / time.toNanos());
            check(stage, outages, log, mostLines(planned, pace));
        }
    }

    private static long mostLines(Duration planned, Pace pace) {
        return MOST_LOG_LINES * Math.max(1, planned.dividedBy(pace.logTime()));
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void print(OutageStage stage, Outages outages, LogLines log, Duration time, double ownCpu) {
        Refreshes refreshes = stage.door().refreshes();
        System.out.printf(
                """
                | Outages, seed %d | |
                |---|---|
                | minutes | %.1f |
                | faults | %s |
                | events sent, had to arrive, lost / repeated / reordered by %d widgets together | %,d, %,d, %s |
                | refreshes: of a token near its end, beyond that, refused, that never reached Twitch | %d, %d, %d, %d |
                | totals shown, with a zero; events without data | %,d, %d; %d |
                | sinks | %s |
                | log lines | %d |
                | longest without a session while the relay ran | %.1f s |
                | restarts | %d |
                | RSS at the end, at most | %d, %d MiB |
                | CPU of the test itself | %.1f %% of a core |
                """,
                SEED,
                time.toMillis() / 60_000.0,
                outages.counts().entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining("; ")),
                stage.widgets().all().size(),
                stage.sent(),
                stage.required(),
                stage.tally(),
                refreshes.needed(),
                refreshes.beyond(),
                refreshes.refused(),
                refreshes.attempts(),
                stage.widgets().stats(),
                stage.widgets().zeros(),
                stage.widgets().empty(),
                stage.sinks().stream().map(Object::toString).collect(Collectors.joining("; ")),
                log.all(),
                stage.longestGap().toMillis() / 1_000.0,
                stage.restarts(),
                stage.residentMebibytes(),
                outages.mostResident(),
                ownCpu);
        stage.widgets().examples().forEach((what, message) -> System.out.println("outages: " + what + ": " + message));
        System.out.println("outages: the log's most frequent lines:");
        for (Map.Entry<String, Integer> line : log.frequent(MINUTES == 0 ? 10 : 30)) {
            System.out.printf("%6d × %s%n", line.getValue(), line.getKey());
        }
    }

    private static void check(OutageStage stage, Outages outages, LogLines log, long mostLines) {
        Refreshes refreshes = stage.door().refreshes();
        SoftAssertions all = new SoftAssertions();
        all.assertThat(refreshes.beyond())
                .as("refreshes of tokens that were not near their end")
                .isZero();
        all.assertThat(refreshes.refused()).as("refreshes that Twitch refused").isZero();
        all.assertThat(refreshes.needed())
                .as("refreshes of tokens that were near their end")
                .isPositive();
        all.assertThat(stage.widgets().zeros())
                .as("totals with a zero; examples are printed above")
                .isZero();
        all.assertThat(stage.widgets().empty()).as("events without data").isZero();
        for (WatchedSink sink : stage.sinks()) {
            all.assertThat(sink.stuck()).as(sink.name()).isNull();
            all.assertThat(sink.missing()).as(sink.toString()).isZero();
            all.assertThat(sink.outages()).as("outages of %s", sink.name()).isPositive();
        }
        all.assertThat(log.all()).as("log lines").isLessThan((int) mostLines);
        all.assertThat(stage.tally()).as("lost / repeated / reordered").isEqualTo(Tally.NONE);
        all.assertThat(outages.notWellAgain())
                .as("times without a session after everything was well")
                .isZero();
        // under a load that means something
        all.assertThat(stage.required()).as("events that had to arrive").isGreaterThan(LEAST_EVENTS);
        all.assertAll();
    }
}
