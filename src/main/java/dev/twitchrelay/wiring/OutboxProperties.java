package dev.twitchrelay.wiring;

import dev.twitchrelay.outbox.OutboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code outbox.*}. */
@ConfigurationProperties("outbox")
record OutboxProperties(
        int maxMessages,
        Duration maxAge,
        Duration firstRetry,
        Duration longestRetry,
        Duration stoppedRetry,
        Duration deliveryTimeout,
        boolean forceToDisk)
        implements InitializingBean {

    /** @throws InvalidSettingException naming the first setting that is wrong */
    @Override
    public void afterPropertiesSet() {
        if (maxMessages < 1) {
            throw new InvalidSettingException(
                    "outbox.max-messages is " + maxMessages,
                    "set it to the number of messages that may wait for a sink");
        }
        checkTime("outbox.max-age", maxAge);
        checkTime("outbox.first-retry", firstRetry);
        checkTime("outbox.longest-retry", longestRetry);
        checkTime("outbox.stopped-retry", stoppedRetry);
        checkTime("outbox.delivery-timeout", deliveryTimeout);
    }

    OutboxSettings settings(Path data) {
        return new OutboxSettings(
                data, maxMessages, maxAge, firstRetry, longestRetry, stoppedRetry, deliveryTimeout, forceToDisk);
    }

    private static void checkTime(String setting, Duration value) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new InvalidSettingException(
                    setting + " is " + (value == null ? "empty" : value.toMillis() + " ms"),
                    "write a time with its unit, for example 10s, or leave it out");
        }
    }
}
