package dev.twitchrelay.auth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The scopes that the configured event types and polls need, no more: Twitch objects to over-asking. Asked anew each time,
 * because routes change while the relay runs. Thread-safe.
 */
public final class RequiredScopes {
    /** One scope of a sign-in, for people. */
    public record Reasoned(String scope, String reason, List<String> neededFor, Boolean granted) {}

    private final ScopeTable table;
    private final Supplier<List<ScopeNeed>> needs;

    /** @param needs of everything that is configured at the moment */
    public RequiredScopes(ScopeTable table, Supplier<List<ScopeNeed>> needs) {
        this.table = table;
        this.needs = needs;
    }

    /** What to ask for. Where one of several scopes will do, one that is asked for anyway, or else the first. */
    Set<String> scopes() {
        return choose(needs.get());
    }

    /** What is asked for and why. */
    List<Reasoned> reasoned(Set<String> granted) {
        List<ScopeNeed> now = needs.get();
        return choose(now).stream()
                .map(scope -> new Reasoned(
                        scope,
                        table.reason(scope),
                        now.stream()
                                .filter(need ->
                                        need.scopes().stream().anyMatch(alternatives -> alternatives.contains(scope)))
                                .map(ScopeNeed::purpose)
                                .distinct()
                                .toList(),
                        (granted == null || granted.isEmpty()) ? null : granted.contains(scope)))
                .toList();
    }

    private static Set<String> choose(List<ScopeNeed> needs) {
        List<List<String>> all =
                needs.stream().flatMap(need -> need.scopes().stream()).toList();
        Set<String> chosen = new TreeSet<>();
        all.stream().filter(alternatives -> alternatives.size() == 1).forEach(chosen::addAll);
        for (List<String> alternatives : all) {
            if (alternatives.stream().noneMatch(chosen::contains)) {
                chosen.add(alternatives.get(0));
            }
        }
        return chosen;
    }
}
