package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.eventsub.SessionStatus.SubscriptionStatus;
import dev.twitchrelay.eventsub.SubscriptionClient.Created;
import dev.twitchrelay.eventsub.SubscriptionClient.Listed;
import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One subscription of the route and its state in the current session. Only the session's {@link SessionLoop} changes
 * it; any thread may read its status.
 */
final class Subscription {
    /** The state of a subscription. */
    enum State {
        DISCONNECTED("disconnected"),
        PENDING("pending"),
        ENABLED("enabled"),
        RETRYING("retrying"),
        // the states from here on are final
        MISSING_SCOPE("missing scope"),
        FORBIDDEN("forbidden"),
        REJECTED("rejected"),
        REVOKED("revoked"),
        SIGN_IN_REQUIRED("sign-in required");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** Whether only a person can end this state, for example by a new sign-in. */
        boolean isFinal() {
            return compareTo(MISSING_SCOPE) >= 0;
        }
    }

    final SubscriptionSpec spec;

    /** The failures that were logged. A failure is logged again only after the subscription succeeded. */
    final Set<String> logged = new HashSet<>();

    private volatile State state = State.DISCONNECTED;
    private volatile String reason = "no session";
    private volatile String id = "";
    private volatile Integer cost;
    private volatile Instant lastEventAt;
    private volatile List<String> missingScopes = List.of();
    private int failures;
    private boolean limited;
    private SessionLoop.Timer retry;

    /** Whether this session has already deleted the same subscription of a dead session. */
    private boolean replaced;

    Subscription(SubscriptionSpec spec) {
        this.spec = spec;
    }

    /** Sets the scopes that the token lacks; an empty list means that the token suffices. */
    void missing(List<String> scopes) {
        missingScopes = scopes;
    }

    void enabled(Created answer) {
        become(State.ENABLED, null);
        id = answer.id();
        cost = answer.cost();
        failures = 0;
        logged.clear();
    }

    /** @param limited whether Twitch has refused the subscription because the user has others */
    void retrying(String reason, boolean limited, SessionLoop.Timer retry) {
        become(State.RETRYING, reason);
        this.limited = limited;
        this.retry = retry;
    }

    /** Whether Twitch has refused the subscription because the user has others. */
    boolean isLimited() {
        return state == State.RETRYING && limited;
    }

    /** Whether the subscription is enabled, or will not be enabled soon. */
    boolean isSettled() {
        return state == State.ENABLED || state.isFinal() || isLimited();
    }

    /** Whether Twitch's list has this subscription on this session. */
    boolean isListed(List<Listed> listed, String sessionId, Account account) {
        return listed.stream()
                .filter(entry -> entry.sessionId().equals(sessionId))
                .anyMatch(entry -> entry.id().equals(id) || isEqualTo(entry, account));
    }

    /** Whether an entry of Twitch's list has this subscription's type and condition. */
    boolean isEqualTo(Listed entry, Account account) {
        return entry.type().equals(spec.type()) && entry.condition().equals(spec.conditionFor(account));
    }

    /** The session has ended. The next session creates the subscription anew. */
    void disconnected() {
        become(State.DISCONNECTED, "no session");
        missingScopes = List.of();
        id = "";
        cost = null;
        failures = 0;
        replaced = false;
    }

    /** Whether the same subscription of a dead session may be deleted: true once per session. */
    boolean mayReplace() {
        boolean first = !replaced;
        replaced = true;
        return first;
    }

    /** The delay before the next attempt, after one more failure. */
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

    /** The remedy for a subscription that Twitch ended with this status, as the end of a sentence; may be empty. */
    static String remedyOf(String status) {
        return switch (status) {
            case "authorization_revoked" ->
                "; sign in again, the user disconnected the application or has a new password";
            case "user_removed" -> "; the account in its condition does not exist any more";
            case "version_removed" -> "; name a newer version in the route's types";
            case "moderator_removed" -> "; the token's user is no moderator of the channel any more";
            default -> "";
        };
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

    /** @param reason why the subscription is not enabled, in words; null while it is */
    void become(State state, String reason) {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        this.state = state;
        this.reason = reason;
    }
}
