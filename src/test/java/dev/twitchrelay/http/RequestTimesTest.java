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
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(20),
            Duration.ofSeconds(90));

    private final RequestTimes times = new RequestTimes(LIMITS, 0);

    private static long at(double seconds) {
        return (long) (seconds * 1e9);
    }

    private Late late(double seconds) {
        return times.late(at(seconds), false);
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
            times.unsent(1_000_000 - second, 1_000_000 - second, at(second));
            assertThat(late(second + 9)).isEqualTo(Late.NOTHING);
        }
        times.unsent(1, 1, at(91));
        assertThat(late(92)).isEqualTo(Late.TAKING);
    }

    @Test
    void whoTakesNothingIsLateSoonerWhenManyTakeNothing() {
        times.begins(0);
        times.bodyEnds();
        times.answered(0);
        times.unsent(1_000, 1_000, 0);
        assertThat(times.late(at(3), false)).isEqualTo(Late.NOTHING);
        assertThat(times.late(at(3), true)).isEqualTo(Late.TAKING);
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
        assertThat(times.hasWaiting()).isFalse();
    }

    @Test
    void whoHasSaidEverythingIsWaitedForAWhile() {
        times.begins(0);
        times.inputEnds(at(1));
        assertThat(late(20)).isEqualTo(Late.NOTHING);
        assertThat(late(22)).isEqualTo(Late.END);
    }
}
