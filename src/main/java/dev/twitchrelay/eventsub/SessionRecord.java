package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The counters and times of a session since its start. Only the session's {@link SessionLoop} writes them; any thread
 * may read them.
 */
final class SessionRecord {
    volatile Instant connectedAt;
    volatile Instant lastFrameAt;
    volatile Long keepaliveSeconds;
    volatile String lastLoss;
    final AtomicLong connects = new AtomicLong();
    final AtomicLong handovers = new AtomicLong();
    final AtomicLong messages = new AtomicLong();
    final AtomicLong duplicates = new AtomicLong();
    final AtomicLong invalid = new AtomicLong();

    SessionStatus status(SessionState state, List<SubscriptionStatus> subscriptions) {
        return new SessionStatus(
                state.name(),
                state.reason(),
                connectedAt,
                lastFrameAt,
                keepaliveSeconds,
                connects.get(),
                handovers.get(),
                messages.get(),
                duplicates.get(),
                invalid.get(),
                lastLoss,
                subscriptions);
    }
}
