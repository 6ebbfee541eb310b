package dev.twitchrelay.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The relay under faults: in each build under two of each family, which the seed chooses; with {@code mvn verify -Pcampaign
 * -Dit.test=CampaignIT -Dcampaign.seeds=1-10} under every one, for three minutes with each seed, a third of the time as a process of
 * its own that is killed.
 */
@Thorough
class CampaignIT {
    private static final int SECONDS = Integer.getInteger("campaign.seconds", 0);
    /** Sessions with Twitch; 0 for one with an even seed, and two with an odd seed. */
    private static final int SESSIONS = Integer.getInteger("campaign.sessions", 0);

    @TempDir
    Path folder;

    static LongStream seeds() {
        String[] range = System.getProperty("campaign.seeds", String.valueOf(System.nanoTime() & 0xffffff))
                .split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostNothingComesTwiceAndNothingIsOvertaken(long seed) throws Exception {
        int sessions = SESSIONS > 0 ? SESSIONS : 1 + (int) (seed % 2);
        List<Fault> faults = of(sessions, FaultList.inProcess());
        Campaign campaign = SECONDS == 0
                ? new Campaign(seed, FaultList.few(faults, 2, new Random(seed)), 1, Duration.ZERO)
                : new Campaign(seed, faults, 2, Duration.ofSeconds(SECONDS * 2L / 3));
        try (Stage stage = Stage.inProcess(campaign.random(), sessions, folder.resolve("in-process"))) {
            check(seed, " with sessions " + sessions, campaign, stage);
        }
        if (SECONDS > 0) {
            Campaign killing =
                    new Campaign(seed, of(sessions, FaultList.asProcess()), 1, Duration.ofSeconds(SECONDS / 3));
            try (Stage stage = Stage.asProcess(killing.random(), sessions, folder.resolve("as-process"))) {
                check(seed, " with sessions " + sessions + ", killed", killing, stage);
            }
        }
    }

    private static List<Fault> of(int sessions, List<Fault> faults) {
        return sessions == 1 ? faults : FaultList.withSeveralSessions(faults);
    }

    private static void check(long seed, String form, Campaign campaign, Stage stage) throws Exception {
        System.out.printf("campaign: seed %d%s begins%n", seed, form);
        Campaign.Result result = campaign.run(stage);
        if (SECONDS > 0) {
            System.out.println("campaign: " + campaign.counts());
        }
        System.out.println(row(seed + form, result));
        assertThat(result.clients()).as("clients, seed %d%s", seed, form).isEqualTo(Tally.NONE);
        assertThat(result.sink()).as("sink, seed %d%s", seed, form).isEqualTo(Tally.NONE);
        assertThat(result.idsOutOfOrder()).as("ids, seed %d%s", seed, form).isZero();
        // under a load that means something, however busy the machine is
        assertThat(result.required()).as("load, seed %d%s", seed, form).isGreaterThan(500);
    }

    /** A row of a table in Markdown. */
    private static String row(String name, Campaign.Result result) {
        return "| %s | %d of %d kinds: %s | %,d, %,d | %s | %s of %,d | %d | %s | %s |"
                .formatted(
                        name,
                        result.groups().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                        result.kinds(),
                        result.groups().entrySet().stream()
                                .map(group -> group.getKey() + " " + group.getValue())
                                .collect(Collectors.joining(", ")),
                        result.sent(),
                        result.required(),
                        result.clients(),
                        result.sink(),
                        result.sinkCalls(),
                        result.cut(),
                        result.before(),
                        result.after());
    }
}
