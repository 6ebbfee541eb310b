package dev.twitchrelay.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Twitch's wall clock, which a test may set to a wrong time. Loop-confined. Durations are never measured with it. */
final class TwitchClock {
    private static final DateTimeFormatter NANOSECONDS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private Duration skew = Duration.ZERO;

    void skewBy(Duration duration) {
        skew = duration;
    }

    Instant now() {
        return Instant.now().plus(skew);
    }

    /** RFC 3339 in UTC with nine digits, as in {@code message_timestamp}. */
    static String timestamp(Instant instant) {
        return NANOSECONDS.format(instant);
    }

    String timestamp() {
        return timestamp(now());
    }

    /** RFC 3339 in UTC without a fraction, as in {@code started_at}. */
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The value of an HTTP {@code Date} header. */
    String httpDate() {
        return HTTP_DATE.format(now().atOffset(ZoneOffset.UTC));
    }
}
