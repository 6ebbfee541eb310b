package dev.twitchrelay.hostile;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.twitchrelay.hostile.Arena.Outcome;
import dev.twitchrelay.hostile.ResultTable.Row;
import dev.twitchrelay.hostile.Target.Transport;
import dev.twitchrelay.support.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every {@link Behaviour} for long, with figures: {@code mvn verify -Pcampaign -Dit.test=HostileCampaignIT}. Each is repeated
 * against the same process, after a quiet run; the table is printed and kept in {@code target}.
 *
 * <p>Properties, with their defaults in the profile: {@code hostile.seconds} (10) of each run, {@code hostile.repeats} (3), {@code
 * hostile.rest} (60) seconds until memory is looked at again, {@code hostile.first} (20) seconds of the mix before all, {@code hostile.viewers} (100), {@code hostile.minutes} (10) and
 * {@code hostile.seed} (any) of the mix, {@code hostile.intensity} (1), {@code hostile.only} (all, such as {@code
 * pipelined-font,slow-heads-tls,mix}), {@code hostile.from} (127.0.0.2), and those of {@link Launch#configured()}.
 *
 * <p>At full intensity an attack takes no more of the attacker's time than it has to wait for the relay, because its rates are
 * bounded; what a relay takes unboundedly shows in the viewers' delays.
 */
@EnabledIfSystemProperty(
        named = "hostile.seconds",
        matches = "\\d+",
        disabledReason = "takes as long as -Dhostile.seconds for each behaviour")
class HostileCampaignIT {
    private static final Duration RUN = ofSeconds(Integer.getInteger("hostile.seconds", 10));
    /** So that a backlog is not taken for the quiet of the next run. */
    private static final Duration WAKE = ofSeconds(1);

    /**
     * Each process meets the mix for this long before anything is measured. The first time, Java compiles code and takes memory for
     * it that it keeps; that is no harm that grows.
     */
    private static final Duration FIRST_VISIT = ofSeconds(Integer.getInteger("hostile.first", 20));

    /** As many as the log of the relay holds, as after some hours. Otherwise the viewers' events let memory grow. */
    private static final int EVENTS_BEFORE = 17_000;

    private static final Duration REST = ofSeconds(Integer.getInteger("hostile.rest", 60));
    private static final Duration MIX = ofMinutes(Integer.getInteger("hostile.minutes", 10));
    private static final int REPEATS = Integer.getInteger("hostile.repeats", 3);
    private static final int VIEWERS = Integer.getInteger("hostile.viewers", 100);
    private static final double INTENSITY = Double.parseDouble(System.getProperty("hostile.intensity", "1"));
    private static final String FROM = System.getProperty("hostile.from", "127.0.0.2");
    private static final long SEED = Long.getLong("hostile.seed", System.nanoTime() & 0xffffff);

    private Launch launch;
    private Arena arena;
    private Transport transport;
    private final Deque<Outcome> quiet = new ArrayDeque<>();

    private Arena arena(Transport wanted) throws Exception {
        if (arena != null && (wanted != transport || !arena.isWell())) {
            leave();
        }
        if (arena == null) {
            launch = launch == null ? Launch.configured() : launch;
            transport = wanted;
            arena = new Arena(
                    Path.of("target/test-data/" + UUID.randomUUID()),
                    wanted,
                    VIEWERS,
                    launch,
                    EVENTS_BEFORE,
                    FROM,
                    HostileCampaignIT::choice);
            arena.attacked(Mix.TITLE, INTENSITY, FIRST_VISIT, WAKE, SEED);
            Arena.pause(FIRST_VISIT);
        }
        return arena;
    }

    @AfterEach
    void leave() {
        if (arena != null) {
            arena.close();
            arena = null;
            quiet.clear();
        }
    }

    private static void choice(String line) {
        try {
            Files.writeString(
                    Path.of("target/hostile-mix-" + SEED + ".log"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.out.println(line);
        }
    }

    private ResultTable table(String name, String what) throws Exception {
        launch = Launch.configured();
        return new ResultTable(
                Path.of("target/" + name + ".md"),
                what + "; " + VIEWERS + " viewers, 10 events/s; relay: " + launch + "; attacks from " + FROM
                        + " at intensity " + INTENSITY);
    }

    @Test
    void viewersNoticeNothingOfAnyBehaviour() throws Exception {
        List<Case> cases = Case.chosen();
        assumeTrue(!cases.isEmpty(), "no behaviour is named by hostile.only");
        ResultTable table = table(
                "hostile",
                REPEATS + " × " + RUN.toSeconds() + " s quiet and attacked, rest " + REST.toSeconds() + " s");
        List<Row> rows = new ArrayList<>();
        for (Case each : cases) {
            Row row = row(each);
            rows.add(row);
            table.add(row);
        }
        table.note(cases.stream()
                .map(each -> "- `" + each + "`: " + each.behaviour().sentence() + ".")
                .collect(Collectors.joining("\n")));
        table.print();
        assertGood(rows);
    }

    /** The latest quiet runs of the same process are compared with, at least one of them just before the attacks. */
    private Row row(Case each) throws Exception {
        arena(each.transport());
        do {
            quiet.addLast(arena.quiet(RUN));
        } while (quiet.size() < REPEATS);
        if (quiet.size() > REPEATS) {
            quiet.removeFirst();
        }
        List<Outcome> compared = List.copyOf(quiet);
        List<Outcome> attacked = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            attacked.add(arena(each.transport()).attacked(each.behaviour().title(), INTENSITY, RUN, WAKE, SEED + i));
        }
        Arena.pause(REST);
        return new Row(each.toString(), compared, attacked, arena.footprint());
    }

    /** The minutes are shared between clear text and TLS. */
    @Test
    void viewersNoticeNothingOfAllOfThemMixed() throws Exception {
        assumeTrue(
                !MIX.isZero() && (Case.only().isEmpty() || Case.only().contains(Mix.TITLE)),
                "the mix is not wanted, see hostile.minutes and hostile.only");
        System.out.println("hostile.seed=" + SEED);
        ResultTable table = table("hostile-mix", "Mix with hostile.seed=" + SEED + ", " + MIX.toMinutes() + " min");
        List<Row> rows = new ArrayList<>();
        for (Transport each : Transport.values()) {
            Arena here = arena(each);
            Duration part = MIX.dividedBy(Transport.values().length);
            Outcome quiet = here.quiet(RUN);
            Outcome attacked = here.attacked(Mix.TITLE, INTENSITY, part, WAKE, SEED);
            Arena.pause(REST);
            Row row = new Row("mix " + each, List.of(quiet), List.of(attacked), here.footprint());
            rows.add(row);
            table.add(row);
        }
        table.print();
        assertGood(rows);
    }

    private static void assertGood(List<Row> rows) {
        SoftAssertions softly = new SoftAssertions();
        for (Row row : rows) {
            softly.assertThat(row.viewers())
                    .as(row.name() + ": events lost / repeated / reordered")
                    .isEqualTo(Tally.NONE);
            softly.assertThat(row.sessions())
                    .as(row.name() + ": sessions with Twitch that ended")
                    .isZero();
            softly.assertThat(row.reconnects())
                    .as(row.name() + ": streams of viewers that ended")
                    .isZero();
            softly.assertThat(row.unanswered())
                    .as(row.name() + ": no answer of liveness")
                    .isZero();
        }
        softly.assertAll();
    }
}
