package dev.twitchrelay.eventsub;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Twitch's list of subscriptions. Every method answers once, also for failures: its stages never complete exceptionally.
 *
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription">Create EventSub Subscription</a>
 */
interface SubscriptionClient {
    /** What became of an attempt to create. */
    enum Outcome {
        /** Twitch delivers from now on. */
        CREATED,
        /** Twitch says that it was there before; whether it is this one on this session, its list tells. */
        EXISTS,
        /** This token may not see this type; it needs another sign-in. */
        FORBIDDEN,
        /** Twitch will never accept this request. */
        REJECTED,
        /** The session ended meanwhile. */
        SESSION_GONE,
        /** The rate limit's bucket is empty; {@code retryAfter} says for how long. */
        RATE_LIMITED,
        /** A limit on connections or subscriptions; it clears when Twitch notices that old sessions ended. */
        LIMIT_REACHED,
        /** No answer, or trouble at Twitch. */
        UNAVAILABLE,
        /** Nobody is signed in. */
        SIGN_IN_REQUIRED
    }

    /**
     * @param id Twitch's id of the subscription; empty when it did not say
     * @param cost what it takes of the total cost of 10
     * @param message for people; empty on success
     * @param retryAfter only for {@link Outcome#RATE_LIMITED}
     */
    record Created(Outcome outcome, String id, int cost, String message, Duration retryAfter) {
        static Created failed(Outcome outcome, String message) {
            return new Created(outcome, "", 0, message, null);
        }
    }

    /** An enabled subscription as Twitch lists it; empty values are left out of the condition. */
    record Listed(String id, String type, Map<String, String> condition, String sessionId) {}

    CompletionStage<Created> create(SubscriptionSpec spec, Map<String, String> condition, String sessionId);

    /** The enabled subscriptions, or null when the list could not be had. */
    CompletionStage<List<Listed>> list();

    /** Deletes and does not say whether it was there. */
    CompletionStage<Void> delete(String id);
}
