package dev.twitchrelay.eventsub;

import java.util.List;
import java.util.Map;

/**
 * An entry of the catalog.
 *
 * @param type for example {@code channel.follow}
 * @param version text, as in Twitch's documents
 * @param condition where each key's value comes from: {@code broadcaster}, {@code token_user} or {@code optional}
 * @param scopes what the token needs: one scope of each inner list
 * @param exactlyOne whether the condition takes one key only; one that is named replaces the default
 */
record SubscriptionType(
        String type, String version, Map<String, String> condition, List<List<String>> scopes, boolean exactlyOne) {}
