package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;

/** What has happened in a session so far. Written on the session's {@link Loop} only, read from any thread. */
final class SessionRecord {
    volatile Instant connectedAt;
    volatile Instant lastFrameAt;
    volatile Long keepaliveSeconds;
    volatile String lastLoss;
    volatile long connects;
    volatile long handovers;
    volatile long messages;
    volatile long duplicates;
    volatile long invalid;

    SessionStatus status(SessionState state, List<SubscriptionStatus> subscriptions) {
        return new SessionStatus(
                state.name(),
                state.reason(),
                connectedAt,
                lastFrameAt,
                keepaliveSeconds,
                connects,
                handovers,
                messages,
                duplicates,
                invalid,
                lastLoss,
                subscriptions);
    }
}
