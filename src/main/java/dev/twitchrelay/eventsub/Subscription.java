package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.SubscriptionClient.Created;
import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One wanted subscription and what became of it in the current session. Changed on the session's {@link Loop} only; its
 * status may be read from any thread.
 */
final class Subscription {
    /** The fate of a subscription. */
    enum State {
        DISCONNECTED("disconnected"),
        PENDING("pending"),
        ENABLED("enabled"),
        RETRYING("retrying"),
        MISSING_SCOPE("missing scope"),
        FORBIDDEN("forbidden"),
        REJECTED("rejected"),
        REVOKED("revoked"),
        SIGN_IN_REQUIRED("sign-in required");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** Whether only a person can change it. */
        boolean isFinal() {
            return this == MISSING_SCOPE
                    || this == FORBIDDEN
                    || this == REJECTED
                    || this == REVOKED
                    || this == SIGN_IN_REQUIRED;
        }
    }

    final SubscriptionSpec spec;
    private volatile State state = State.DISCONNECTED;
    private volatile String reason = "no session";
    private volatile String id = "";
    private volatile Integer cost;
    private volatile Instant lastEventAt;
    private volatile List<String> missingScopes = List.of();
    private int failures;
    private Loop.Timer retry;

    /** Whether one of a dead session has been replaced by it in this session. */
    private boolean replaced;

    Subscription(SubscriptionSpec spec) {
        this.spec = spec;
    }

    /** The token lacks these scopes; none means that it may subscribe. */
    void missing(List<String> scopes) {
        missingScopes = scopes;
    }

    void pending() {
        become(State.PENDING, "being created");
    }

    void enabled(Created answer) {
        become(State.ENABLED, null);
        id = answer.id();
        cost = answer.cost();
        failures = 0;
    }

    void ended(State state, String reason) {
        become(state, reason);
    }

    void retrying(String reason, Loop.Timer retry) {
        become(State.RETRYING, reason);
        this.retry = retry;
    }

    /** The session is over; the next one starts from nothing. */
    void disconnected() {
        become(State.DISCONNECTED, "no session");
        missingScopes = List.of();
        id = "";
        cost = null;
        failures = 0;
        replaced = false;
    }

    /** Twitch says that it exists, which is to be seen. */
    void doubted() {
        become(State.PENDING, "Twitch says that it exists; its list is asked");
    }

    /** Whether one of a dead session may be replaced by it: true once per session. */
    boolean replace() {
        boolean first = !replaced;
        replaced = true;
        return first;
    }

    /** How long to wait after one more failure. */
    Duration delayAfterFailure(Backoff backoff, RandomGenerator random) {
        return new Backoff(backoff.least(), backoff.most(), failures++).delay(random);
    }

    void delivered(Instant now) {
        lastEventAt = now;
    }

    State state() {
        return state;
    }

    /** Twitch's id, or empty. */
    String id() {
        return id;
    }

    SubscriptionStatus status() {
        return new SubscriptionStatus(
                spec.type(),
                spec.version(),
                state.text,
                reason,
                id.isEmpty() ? null : id,
                cost,
                lastEventAt,
                missingScopes);
    }

    private void become(State state, String reason) {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        this.state = state;
        this.reason = reason;
    }
}
