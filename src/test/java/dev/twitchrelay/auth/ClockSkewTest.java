package dev.twitchrelay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twitchrelay.support.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
    private final ManualClock clock = new ManualClock("2026-11-25T20:00:00Z");
    private final ClockSkew skew = new ClockSkew(clock);

    @Test
    void twitchsTimeIsOursUntilTwitchHasToldIt() {
        assertThat(skew.twitchClock().instant()).isEqualTo(clock.instant());
    }

    @Test
    void twitchsTimeGoesOnWhileOurClockJumps() {
        skew.note("Wed, 25 Nov 2026 18:00:00 GMT");
        clock.advance(Duration.ofHours(5));

        assertThat(skew.twitchClock().instant())
                .isCloseTo(Instant.parse("2026-11-25T18:00:00.5Z"), within(1, ChronoUnit.MINUTES));
        assertThat(skew.latest().seconds()).isEqualTo(7200);
    }
}
