package dev.twitchrelay.auth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The scopes that the running routes and sinks need. The relay asks for no other scopes, because Twitch objects to
 * needless ones. They are computed at each call, because routes change while the relay runs. Thread-safe.
 */
public final class RequiredScopes {
    /**
     * One scope of a sign-in, for people.
     *
     * @param scope Twitch's name of the scope
     * @param reason why a relay needs the scope, in plain words
     * @param neededFor the event types, resources and sinks that need it
     * @param granted whether the sign-in has it, or null when that is not known
     */
    public record Reasoned(String scope, String reason, List<String> neededFor, Boolean granted) {}

    private final ScopeTable table;
    private final Supplier<List<ScopeNeed>> needs;

    /** @param needs gives the needs of all running routes and sinks */
    public RequiredScopes(ScopeTable table, Supplier<List<ScopeNeed>> needs) {
        this.table = table;
        this.needs = needs;
    }

    /**
     * The scopes to ask for. Where one of several scopes suffices, it is a scope that is asked for anyway, or else the
     * first.
     */
    Set<String> scopes() {
        return choose(needs.get());
    }

    /** The scopes to ask for, each with its reason. */
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
