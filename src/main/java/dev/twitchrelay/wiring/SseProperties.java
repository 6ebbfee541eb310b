package dev.twitchrelay.wiring;

import dev.twitchrelay.sse.SseSettings;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code sse.*}. */
@ConfigurationProperties("sse")
record SseProperties(
        Integer history,
        Integer maxClients,
        Integer maxClientsPerAddress,
        Duration heartbeat,
        Duration slowClientTimeout,
        Duration retry,
        List<String> allowedOrigins) {

    /** @throws InvalidSettingException naming the setting that is wrong */
    SseSettings settings() {
        try {
            return new SseSettings(
                    history, maxClients, maxClientsPerAddress, heartbeat, slowClientTimeout, retry, allowedOrigins);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(e.getMessage(), "correct it and start again");
        }
    }
}
