package dev.twitchrelay.sse;

import java.time.Duration;
import java.util.List;

/** Settings for tests: the defaults, and what a test changes. */
final class SettingsFixture {

    Integer history;
    Integer maxClients;
    Integer maxClientsPerAddress = 0;
    Duration heartbeat;
    Duration slowClientTimeout;
    Duration retry;
    List<String> allowedOrigins;

    SseSettings build() {
        return new SseSettings(
                history, maxClients, maxClientsPerAddress, heartbeat, slowClientTimeout, retry, allowedOrigins);
    }
}
