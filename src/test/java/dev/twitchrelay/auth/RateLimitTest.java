package dev.twitchrelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final ManualClock clock = new ManualClock("2026-11-24T20:00:00Z");
    private final RateLimit limit = new RateLimit(clock);

    private String inSeconds(long seconds) {
        return String.valueOf(clock.instant().getEpochSecond() + seconds);
    }

    @Test
    void anEmptyBucketIsWaitedForUntilItsReset() {
        assertThat(limit.note(429, "0", inSeconds(12))).isEqualTo(Duration.ofSeconds(12));

        clock.advance(Duration.ofSeconds(5));
        assertThat(limit.waitTime()).isEqualTo(Duration.ofSeconds(7));
        clock.advance(Duration.ofSeconds(8));
        assertThat(limit.waitTime()).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongTheWait() {
        limit.note(429, "0", inSeconds(12));

        clock.advance(Duration.ofHours(-5));

        assertThat(limit.waitTime()).isZero();
    }

    @Test
    void a429WithPointsLeftIsAboutSomethingElse() {
        assertThat(limit.note(429, "799", inSeconds(12))).isNull();
        assertThat(limit.waitTime()).isZero();
        assertThat(limit.remaining()).isEqualTo(799);
    }

    @Test
    void aClockThatIsWrongCannotStopTheRelayForLong() {
        assertThat(limit.note(429, "0", inSeconds(86_400))).isEqualTo(Duration.ofSeconds(60));
        assertThat(limit.note(429, "0", inSeconds(-86_400))).isEqualTo(Duration.ofMillis(500));
        assertThat(limit.note(429, null, "soon")).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void otherAnswersOnlyTellWhatIsLeft() {
        assertThat(limit.note(200, "42", inSeconds(3))).isNull();
        assertThat(limit.remaining()).isEqualTo(42);
        assertThat(limit.note(500, "?", null)).isNull();
        assertThat(limit.remaining()).isEqualTo(42);
    }
}
