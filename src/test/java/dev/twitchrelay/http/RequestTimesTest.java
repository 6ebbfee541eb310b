package dev.twitchrelay.http;

import static dev.twitchrelay.http.RequestTimes.Late;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestTimesTest {
    private static final ConnectionLimits.Share ANY = new ConnectionLimits.Share(1, 1, 1, 1);
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            ANY,
            ANY,
            Duration.ofSeconds(20),
            Duration.ofSeconds(80),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(20),
            Duration.ofSeconds(90));

    private static final ConnectionLimits.Pressure CALM = new ConnectionLimits.Pressure(false, false);

    private final RequestTimes times = new RequestTimes(LIMITS, 0);

    private static long at(double seconds) {
        return (long) (seconds * 1e9);
    }

    private Late late(double seconds) {
        return times.late(at(seconds), CALM);
    }

    @Test
    void aConnectionMayBeIdleAndAHeadMayTakeItsTime() {
        assertThat(late(19)).isEqualTo(Late.NOTHING);
        assertThat(late(21)).isEqualTo(Late.NEXT_REQUEST);
        times.headComes(at(10));
        times.headComes(at(29));
        assertThat(late(29)).isEqualTo(Late.NOTHING);
        assertThat(late(31)).isEqualTo(Late.HEAD);
    }

    @Test
    void betweenRequestsAConnectionIsKeptForLongUnlessThereAreTooMany() {
        times.begins(0);
        times.bodyEnds();
        times.answered(0);
        times.over(0);
        assertThat(late(79)).isEqualTo(Late.NOTHING);
        assertThat(times.late(at(21), new ConnectionLimits.Pressure(false, true)))
                .isEqualTo(Late.NEXT_REQUEST);
        assertThat(late(81)).isEqualTo(Late.NEXT_REQUEST);
    }

    @Test
    void aBodyHasItsTimeAndTheAnswerHas() {
        times.begins(at(100));
        assertThat(late(129)).isEqualTo(Late.NOTHING);
        assertThat(late(131)).isEqualTo(Late.BODY);
        times.bodyEnds();
        assertThat(late(219)).isEqualTo(Late.NOTHING);
        assertThat(late(221)).isEqualTo(Late.ANSWER);
    }

    @Test
    void whoTakesAnAnswerInSmallStepsHasTimeForTheWholeOfIt() {
        times.begins(0);
        times.bodyEnds();
        times.answered(at(1));
        times.over(at(1));
        for (int second = 2; second < 90; second += 10) {
            times.unsent(1_000 - second, 1_000 - second, at(second));
            assertThat(late(second + 9)).isEqualTo(Late.NOTHING);
        }
        times.unsent(1, 1, at(95));
        assertThat(late(96)).isEqualTo(Late.TAKING);
    }

    @Test
    void aBigAnswerHasMoreTimeThanASmallOne() {
        times.begins(0);
        times.bodyEnds();
        times.answered(0);
        times.unsent(8 * 1024 * 100, 8 * 1024 * 100, 0);
        times.over(0);
        for (int second = 1; second < 189; second++) {
            times.unsent(8 * 1024 * 100 - second, 8 * 1024 * 100 - second, at(second));
            assertThat(late(second)).isEqualTo(Late.NOTHING);
        }
        assertThat(late(191)).isEqualTo(Late.TAKING);
    }

    @Test
    void whatTheRelayWritesIsNotTakenForWhatTheClientTakes() {
        times.begins(0);
        times.bodyEnds();
        times.answered(0);
        times.unsent(100, 100, 0);
        times.over(0);
        times.begins(at(19));
        times.answered(at(19));
        times.unsent(200, 200, at(19));
        assertThat(late(21)).isEqualTo(Late.TAKING);
    }

    @Test
    void whoTakesNothingIsLateSoonerWhenManyTakeNothing() {
        times.begins(0);
        times.bodyEnds();
        times.answered(0);
        times.unsent(1_000, 1_000, 0);
        assertThat(late(8)).isEqualTo(Late.NOTHING);
        assertThat(times.late(at(8), new ConnectionLimits.Pressure(true, false)))
                .isEqualTo(Late.TAKING);
        assertThat(late(21)).isEqualTo(Late.TAKING);
    }

    @Test
    void aRequestThatWaitsForOthersOfItsAddressWaitsNotForEver() {
        times.headComes(0);
        times.waits(true, at(1));
        times.waits(true, at(15));
        assertThat(late(20)).isEqualTo(Late.NOTHING);
        assertThat(late(22)).isEqualTo(Late.TURN);
        times.begins(at(22));
        assertThat(times.isWaiting()).isFalse();
    }

    @Test
    void whoHasSaidEverythingIsWaitedForAWhile() {
        times.begins(0);
        times.inputEnds(at(1));
        assertThat(late(20)).isEqualTo(Late.NOTHING);
        assertThat(late(22)).isEqualTo(Late.END);
    }
}
