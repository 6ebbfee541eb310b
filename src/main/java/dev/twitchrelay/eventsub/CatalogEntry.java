package dev.twitchrelay.eventsub;

import java.util.List;
import java.util.Map;

/**
 * An entry of the {@link SubscriptionCatalog}. Immutable.
 *
 * @param type for example {@code channel.follow}
 * @param version text, as in Twitch's documents
 * @param condition the source of each key's value: {@code broadcaster}, {@code token_user} or {@code optional}
 * @param scopes the needed scopes: one scope of each inner list
 * @param exactlyOne whether the condition takes only one key; a key that the route names replaces the default key
 */
record CatalogEntry(
        String type, String version, Map<String, String> condition, List<List<String>> scopes, boolean exactlyOne) {}
