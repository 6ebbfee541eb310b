package dev.twitchrelay.wiring;

import dev.twitchrelay.outbox.OutboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code outbox.*}; what they mean and their defaults stand in {@code application.yaml}. */
@ConfigurationProperties("outbox")
record OutboxProperties(
        int maxMessages,
        Duration maxAge,
        Duration firstRetry,
        Duration longestRetry,
        Duration stoppedRetry,
        Duration deliveryTimeout,
        boolean forceToDisk) {

    /** @throws InvalidSettingException naming the first setting that is wrong */
    OutboxSettings settings(Path data) {
        if (maxMessages < 1) {
            throw new InvalidSettingException(
                    "outbox.max-messages is " + maxMessages, "set it to how many messages may wait for a sink");
        }
        positive("outbox.max-age", maxAge);
        positive("outbox.first-retry", firstRetry);
        positive("outbox.longest-retry", longestRetry);
        positive("outbox.stopped-retry", stoppedRetry);
        positive("outbox.delivery-timeout", deliveryTimeout);
        return new OutboxSettings(
                data, maxMessages, maxAge, firstRetry, longestRetry, stoppedRetry, deliveryTimeout, forceToDisk);
    }

    private static void positive(String setting, Duration value) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new InvalidSettingException(
                    setting + " is " + (value == null ? "empty" : value.toMillis() + " ms"),
                    "write a time with its unit, for example 10s, or leave it out");
        }
    }
}
