package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.ScopeNeed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One entry of a route's parameter {@code types}. Immutable.
 *
 * @param condition the values as written; {@code broadcaster} and {@code token_user} stand for ids
 * @param scopes the needed scopes: one scope of each inner list
 */
record SubscriptionSpec(String type, String version, Map<String, String> condition, List<List<String>> scopes) {
    static final Pattern SYNTAX =
            Pattern.compile("(?<type>[a-z0-9_.]+)(/(?<version>[a-z0-9]+))?(\\((?<condition>[^()]*)\\))?");

    /** The scopes that the token needs for this type. */
    ScopeNeed need() {
        return new ScopeNeed(type, scopes);
    }

    /** The condition with the account's ids instead of {@code broadcaster} and {@code token_user}. */
    Map<String, String> conditionFor(Account account) {
        Map<String, String> ids = new LinkedHashMap<>();
        condition.forEach((key, value) -> ids.put(
                key,
                switch (value) {
                    case "broadcaster" -> account.broadcasterId();
                    case "token_user" -> account.userId();
                    default -> value;
                }));
        return ids;
    }

    @Override
    public String toString() {
        return type + "/" + version + condition;
    }
}
