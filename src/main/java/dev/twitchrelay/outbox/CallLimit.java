package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;

/**
 * When a sink may be called again, by what its peer said: {@code Retry-After} of a refusal, and the bucket headers that
 * Discord sends with every answer, so that the limit is not hit in the first place (<a
 * href="https://docs.discord.com/developers/topics/rate-limits">Rate Limits</a>). Kept in a file, because a restart does not
 * end a limit. Thread-safe.
 */
final class CallLimit {
    private static final int MOST_BYTES = 128;
    /** What peers say is rounded, and their clocks are not ours. */
    private static final Duration MARGIN = Duration.ofMillis(50);

    private static final Duration LONGEST = Duration.ofHours(24);

    private final Path file;
    private final Clock clock;
    private final Storage storage;
    private volatile Pause closed = Pause.NONE;

    CallLimit(Path file, Clock clock, Storage storage) {
        this.file = file;
        this.clock = clock;
        this.storage = storage;
        try {
            Instant left = Instant.parse(new String(Disk.read(file, MOST_BYTES), StandardCharsets.UTF_8).strip());
            if (left.isBefore(clock.instant().plus(LONGEST))) {
                closed = new Pause(left, LONGEST);
            }
        } catch (IOException | DateTimeException none) {
            // there is none, or nothing that can be read as one: the peer will say so again
        }
    }

    /**
     * Takes note of an answer.
     *
     * @param header the value of a header, or null
     */
    void note(int status, UnaryOperator<String> header) {
        Duration wait = status == 429 || status == 503 ? seconds(header.apply("Retry-After")) : null;
        Duration bucket = seconds(header.apply("X-RateLimit-Reset-After"));
        if (bucket != null && (status == 429 || "0".equals(header.apply("X-RateLimit-Remaining")))) {
            wait = wait == null || bucket.compareTo(wait) > 0 ? bucket : wait;
        }
        if (wait != null) {
            closeFor(wait);
        }
    }

    /** Nobody calls for so long; a limit that ends later stays. */
    synchronized void closeFor(Duration wait) {
        Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        Pause pause = Pause.of(bounded.plus(MARGIN), clock.instant());
        if (pause.length().compareTo(waitTime()) > 0) {
            closed = pause;
            storage.keep(file, pause.until().toString().getBytes(StandardCharsets.UTF_8), false);
        }
    }

    /** How long to wait before the next call; zero when calling is fine. */
    Duration waitTime() {
        return closed.left(clock.instant());
    }

    /** Seconds with or without a fraction, or a date as in HTTP; null for anything else. */
    private Duration seconds(String text) {
        if (text == null) {
            return null;
        }
        try {
            return duration(Double.parseDouble(text.strip()));
        } catch (NumberFormatException noNumber) {
            try {
                Instant until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(clock.instant(), until);
                return wait.isNegative() ? Duration.ZERO : wait;
            } catch (DateTimeException noDate) {
                return null;
            }
        }
    }

    /** A duration of so many seconds, or null when that is no time to wait. */
    static Duration duration(double seconds) {
        return seconds >= 0 && seconds < 1e7 ? Duration.ofNanos(Math.round(seconds * 1e9)) : null;
    }
}
