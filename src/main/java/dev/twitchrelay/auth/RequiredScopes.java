package dev.twitchrelay.auth;

import dev.twitchrelay.kit.JsonMappers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The scopes that the running routes and sinks need. The relay asks for no other scopes, because Twitch objects to
 * needless ones. They are computed at each call, because routes change while the relay runs. The reason for each scope
 * and the Helix resources that need it are in {@code auth/scopes.json}. Thread-safe.
 *
 * @see <a href="https://dev.twitch.tv/docs/authentication/scopes/">Twitch Access Token Scopes</a>
 */
public final class RequiredScopes {
    private static final List<Entry> TABLE = List.of(JsonMappers.resource("/auth/scopes.json", Entry[].class));

    /**
     * A scope of {@code auth/scopes.json}.
     *
     * @param resources the paths of the Helix resources that need it, below {@code twitch.api.url}
     */
    record Entry(String scope, String reason, List<String> resources) {}

    /**
     * One scope of a sign-in, for people.
     *
     * @param scope Twitch's name of the scope
     * @param reason why a relay needs the scope, in plain words
     * @param neededFor the event types, resources and sinks that need it
     * @param granted whether the sign-in has it, or null when that is not known
     */
    public record Reasoned(String scope, String reason, List<String> neededFor, Boolean granted) {}

    private final Supplier<List<ScopeNeed>> events;
    private final Supplier<Stream<String>> addresses;
    private final Supplier<Map<String, Set<String>>> sinks;
    private final String apiUrl;

    /**
     * @param events gives the needs of the event types of all running routes
     * @param addresses gives the addresses that running routes call, absolute, with or without a query
     * @param sinks gives the scopes that active sinks need, by the sink's name
     * @param apiUrl {@code twitch.api.url}
     */
    public RequiredScopes(
            Supplier<List<ScopeNeed>> events,
            Supplier<Stream<String>> addresses,
            Supplier<Map<String, Set<String>>> sinks,
            String apiUrl) {
        this.events = events;
        this.addresses = addresses;
        this.sinks = sinks;
        this.apiUrl = withoutScheme(apiUrl);
    }

    /** The reason why a relay asks for the scope. */
    static String reason(String scope) {
        return TABLE.stream()
                .filter(entry -> entry.scope().equals(scope))
                .map(Entry::reason)
                .findFirst()
                .orElse("because a route asks for it");
    }

    private List<ScopeNeed> needs() {
        Stream<ScopeNeed> ofSinks = sinks.get().entrySet().stream()
                .map(sink -> new ScopeNeed(
                        "sink " + sink.getKey(),
                        sink.getValue().stream().map(List::of).toList()));
        return Stream.of(events.get().stream(), ofResources(), ofSinks)
                .flatMap(needs -> needs)
                .toList();
    }

    /** The needs of the called resources of Helix. Addresses outside {@code twitch.api.url} need no scope. */
    private Stream<ScopeNeed> ofResources() {
        return addresses
                .get()
                .map(RequiredScopes::withoutScheme)
                .filter(address -> address.startsWith(apiUrl))
                .map(address -> address.substring(apiUrl.length()).replaceAll("\\?.*", ""))
                .distinct()
                .flatMap(path -> TABLE.stream()
                        .filter(entry -> entry.resources().contains(path))
                        .limit(1)
                        .map(entry -> new ScopeNeed(path, List.of(List.of(entry.scope())))));
    }

    private static String withoutScheme(String address) {
        return address.replaceFirst("^[a-z]+:(//)?", "");
    }

    /**
     * The scopes to ask for. Where one of several scopes suffices, it is a scope that is asked for anyway, or else the
     * first.
     */
    Set<String> scopes() {
        return choose(needs());
    }

    /** The scopes to ask for, each with its reason. */
    List<Reasoned> reasoned(Set<String> granted) {
        List<ScopeNeed> now = needs();
        return choose(now).stream()
                .map(scope -> new Reasoned(
                        scope,
                        reason(scope),
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
