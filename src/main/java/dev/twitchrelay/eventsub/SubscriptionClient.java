package dev.twitchrelay.eventsub;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The client of Twitch's subscriptions endpoint. Every method completes its stage once and never exceptionally; a
 * failure is a value. {@link SubscriptionSet} calls it on the session's loop; stages may complete on any thread.
 *
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription">Create EventSub
 *     Subscription</a>
 */
interface SubscriptionClient {
    /** The outcome of an attempt to create a subscription. */
    enum Outcome {
        /** Twitch delivers from now on. */
        CREATED,
        /**
         * Twitch says that the subscription already exists. Only Twitch's list tells whether it exists on this session.
         */
        EXISTS,
        /** The token may not receive this type; another sign-in is needed. */
        FORBIDDEN,
        /** Twitch will never accept this request. */
        REJECTED,
        /** Twitch does not know the session any more. */
        SESSION_GONE,
        /** The rate limit's bucket is empty; {@code retryAfter} is the time until it has points again. */
        RATE_LIMITED,
        /**
         * A limit on connections or subscriptions is reached. It clears when Twitch notices that old sessions ended.
         */
        LIMIT_REACHED,
        /** Twitch does not answer, or answers with a server error. */
        UNAVAILABLE,
        /** Nobody is signed in. */
        SIGN_IN_REQUIRED
    }

    /**
     * The answer to an attempt to create a subscription.
     *
     * @param id Twitch's id of the subscription, or empty when the answer has none
     * @param cost the subscription's part of the total cost of 10
     * @param message the reason of a failure, for people; empty on success
     * @param retryAfter only for {@link Outcome#RATE_LIMITED}
     */
    record Created(Outcome outcome, String id, int cost, String message, Duration retryAfter) {
        static Created failed(Outcome outcome, String message) {
            return new Created(outcome, "", 0, message, null);
        }
    }

    /** An enabled subscription in Twitch's list. The condition has no empty values. */
    record Listed(String id, String type, Map<String, String> condition, String sessionId) {}

    CompletionStage<Created> create(SubscriptionSpec spec, Map<String, String> condition, String sessionId);

    /** The enabled subscriptions, or null when Twitch does not give the list. */
    CompletionStage<List<Listed>> list();

    /** Deletes a subscription. The result does not tell whether it existed. */
    CompletionStage<Void> delete(String id);
}
