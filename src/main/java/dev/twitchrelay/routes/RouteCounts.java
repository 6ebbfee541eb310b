package dev.twitchrelay.routes;

import java.time.Instant;

/** What one route has done since the start. Thread-safe. */
final class RouteCounts {
    private long messages;
    private long failed;
    private String lastError;
    private Instant lastErrorAt;

    /** @param failure why the message failed, or null */
    synchronized void done(String failure) {
        messages++;
        if (failure != null) {
            failed++;
            lastError = failure;
            lastErrorAt = Instant.now();
        }
    }

    synchronized RouteStatus status(String file, String id, String state, Double meanMillis) {
        return new RouteStatus(file, id, state, messages, failed, meanMillis, lastError, lastErrorAt);
    }
}
