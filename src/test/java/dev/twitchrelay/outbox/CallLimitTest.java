package dev.twitchrelay.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.support.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLimitTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");

    private CallLimit limit() {
        return new CallLimit(folder.resolve("sub/closed-until"), clock, new Storage(Disk.REAL));
    }

    @Test
    void theLastCallOfABucketClosesItBeforeItIsHit() {
        CallLimit limit = limit();

        limit.note(200, Map.of("X-RateLimit-Remaining", "1", "X-RateLimit-Reset-After", "2.5")::get);
        assertThat(limit.waitTime()).isZero();
        limit.note(200, Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "1.25")::get);

        assertThat(limit.waitTime()).isEqualTo(Duration.ofMillis(1300));
        clock.advance(Duration.ofMillis(1300));
        assertThat(limit.waitTime()).isZero();
    }

    @Test
    void aRefusalOrAFailureOfTheServerClosesItForSecondsOrUntilADate() {
        CallLimit limit = limit();

        limit.note(429, Map.of("Retry-After", "2", "X-RateLimit-Reset-After", "1.5")::get);
        assertThat(limit.waitTime()).isEqualTo(Duration.ofMillis(2050));
        limit.note(503, Map.of("Retry-After", "Wed, 21 Oct 1970 07:28:00 GMT")::get);
        limit.note(404, Map.of("Retry-After", "900")::get);
        assertThat(limit.waitTime()).isEqualTo(Duration.ofMillis(2050));
        limit.note(500, Map.of("Retry-After", "7.5")::get);
        assertThat(limit.waitTime()).isEqualTo(Duration.ofMillis(7550));
        limit.note(502, Map.of("Retry-After", " Sun, 1 Mar 2026 12:01:00 GMT ")::get);
        assertThat(limit.waitTime()).isEqualTo(Duration.ofMillis(60_050));
    }

    @Test
    void theSameWaitIsReadForAnAnswerThatARouteGot() {
        CallLimit limit = limit();

        assertThat(limit.retryAfter(429, "65")).isEqualTo(Duration.ofSeconds(65));
        assertThat(limit.retryAfter(503, "Sun, 1 Mar 2026 12:01:00 GMT")).isEqualTo(Duration.ofMinutes(1));
        assertThat(limit.retryAfter(503, "Sun, 1 Mar 2026 11:00:00 GMT")).isZero();
        assertThat(limit.retryAfter(429, "soon")).isNull();
        assertThat(limit.retryAfter(429, null)).isNull();
        assertThat(limit.retryAfter(404, "65")).isNull();
    }

    @Test
    void aRestartDoesNotOpenIt() throws Exception {
        limit().closeFor(Duration.ofSeconds(10));

        assertThat(limit().waitTime()).isEqualTo(Duration.ofMillis(10_050));
        Files.writeString(folder.resolve("sub/closed-until"), "when it suits");
        assertThat(limit().waitTime()).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongIt() {
        CallLimit limit = limit();
        limit.closeFor(Duration.ofSeconds(10));

        clock.advance(Duration.ofHours(-5));

        assertThat(limit.waitTime()).isZero();
        limit.closeFor(Duration.ofSeconds(3));
        assertThat(limit.waitTime()).isEqualTo(Duration.ofMillis(3_050));
    }

    @Test
    void nonsenseClosesNothing() {
        CallLimit limit = limit();

        limit.note(429, Map.of("Retry-After", "-3", "X-RateLimit-Reset-After", "NaN")::get);
        limit.note(429, Map.of("Retry-After", "1e300")::get);

        assertThat(limit.waitTime()).isZero();
    }
}
