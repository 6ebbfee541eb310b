package dev.twitchrelay.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.hostile.Target.Transport;
import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@link Behaviour} for a moment, one after the other against the same relay, first in clear text and then over TLS: twenty
 * viewers get every event once and in order, the session with Twitch lasts, the relay says all the time that it lives, and in the
 * end nothing is left of the attackers. For
 * longer, with figures: {@link HostileCampaignIT}. {@code -Dhostile.only=pipelined-font,slow-heads} chooses.
 */
@Thorough
class HostileBehavioursIT {
    private static final int VIEWERS = 20;
    private static final Duration MOMENT = Duration.ofMillis(500);

    private static Arena arena;
    private static Transport transport;

    static List<Case> cases() {
        return Case.chosen();
    }

    private static Arena arena(Transport wanted) throws Exception {
        if (arena != null && (wanted != transport || !arena.isWell())) {
            nothingIsLeftBehind();
        }
        if (arena == null) {
            transport = wanted;
            arena = new Arena(
                    Path.of("target/test-data/" + UUID.randomUUID()),
                    wanted,
                    VIEWERS,
                    Launch.quick(),
                    1_000,
                    "127.0.0.2",
                    choice -> {});
        }
        return arena;
    }

    @AfterAll
    static void nothingIsLeftBehind() {
        if (arena == null) {
            return;
        }
        try (Arena attacked = arena) {
            arena = null;
            if (attacked.isWell()) {
                attacked.awaitNothingLeft();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void viewersNoticeNothing(Case each) throws Exception {
        Arena.Outcome outcome =
                arena(each.transport()).attacked(each.behaviour().title(), 1, MOMENT, Duration.ZERO, 1);

        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(outcome.viewers())
                .as(each + ": events lost / repeated / reordered")
                .isEqualTo(Tally.NONE);
        softly.assertThat(outcome.caughtUp())
                .as(each + ": everybody has the last event")
                .isTrue();
        softly.assertThat(outcome.reconnects())
                .as(each + ": streams of viewers that ended")
                .isZero();
        softly.assertThat(outcome.sessions())
                .as(each + ": sessions with Twitch that ended")
                .isZero();
        softly.assertThat(outcome.liveness().failures())
                .as(each + ": no answer of liveness")
                .isZero();
        softly.assertAll();
        assertThat(outcome.toll().connections()).as(each + ": it was attacked").isPositive();
    }
}
