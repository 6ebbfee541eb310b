package dev.twitchrelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.auth.RefreshTimer.Retry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefreshTimerTest {
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");

    @Test
    void pausesGrowUpToAMinute() {
        Retry pause = Retry.NONE;
        for (int i = 0; i < 20; i++) {
            pause = pause.failed("503", NOW);
        }

        assertThat(Retry.NONE.failed("503", NOW).until()).isEqualTo(NOW.plusSeconds(1));
        assertThat(pause.lasts(NOW.plusSeconds(59))).isTrue();
        assertThat(pause.lasts(NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongIt() {
        Retry pause = Retry.NONE.failed("503", NOW);

        assertThat(pause.lasts(NOW.minus(Duration.ofHours(5)))).isFalse();
    }
}
