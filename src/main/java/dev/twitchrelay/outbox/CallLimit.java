package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Pause;
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
 * The limit that a sink's peer sets for calls: {@code Retry-After} of a refusal, and the bucket headers that Discord
 * sends with every answer (<a href="https://docs.discord.com/developers/topics/rate-limits">Rate Limits</a>). A sink
 * that keeps to the bucket never hits the limit. A file keeps the limit, because a restart does not end it.
 * Thread-safe.
 */
final class CallLimit {
    private static final int MOST_BYTES = 128;
    /** Peers round their times, and their clocks differ from ours. */
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
            // no limit is known; if there is one, the peer tells it again
        }
    }

    /**
     * Takes note of an answer.
     *
     * @param header gives the value of a header, or null
     */
    void note(int status, UnaryOperator<String> header) {
        Duration wait = retryAfter(status, header.apply("Retry-After"));
        Duration bucket = seconds(header.apply("X-RateLimit-Reset-After"));
        if (bucket != null && (status == 429 || "0".equals(header.apply("X-RateLimit-Remaining")))) {
            wait = wait == null || bucket.compareTo(wait) > 0 ? bucket : wait;
        }
        if (wait != null) {
            closeFor(wait);
        }
    }

    /** Forbids calls for so long. A limit that ends later stays. */
    synchronized void closeFor(Duration wait) {
        Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        Pause pause = Pause.of(bounded.plus(MARGIN), clock.instant());
        if (pause.length().compareTo(waitTime()) > 0) {
            closed = pause;
            storage.keep(file, pause.until().toString().getBytes(StandardCharsets.UTF_8), false);
        }
    }

    /** How long to wait before the next call; zero when a call is allowed. */
    Duration waitTime() {
        return closed.left(clock.instant());
    }

    /**
     * The wait that an answer asks for with {@code Retry-After}: seconds, with or without a fraction, or a date (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>). A date of the past is no wait.
     *
     * @param header the header's value, or null
     * @return null when the answer asks for no wait
     */
    Duration retryAfter(int status, String header) {
        if (header == null || !mayAskToWait(status)) {
            return null;
        }
        try {
            Instant until = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException noDate) {
            return seconds(header);
        }
    }

    /** Whether an answer with this status may ask to wait: a refusal for too many calls, or a failure of the server. */
    static boolean mayAskToWait(int status) {
        return status == 429 || status >= 500;
    }

    /** So many seconds, with or without a fraction; null when the text is null or makes no sense as a wait. */
    private static Duration seconds(String text) {
        try {
            return text == null ? null : duration(Double.parseDouble(text.strip()));
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** So many seconds, or null if the number makes no sense as a wait. */
    static Duration duration(double seconds) {
        return seconds >= 0 && seconds < 1e7 ? Duration.ofNanos(Math.round(seconds * 1e9)) : null;
    }
}
