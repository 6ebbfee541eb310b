package dev.twitchrelay.routes;

import dev.twitchrelay.eventsub.SubscriptionCatalog;
import dev.twitchrelay.kit.Suggestion;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds event types that a sink waits for and that nobody sends, because of a misspelling. Twitch's types are known
 * from {@link SubscriptionCatalog}; the types of own sources are the texts of the routes that are no sinks. A type that
 * resembles no known type passes, because its source may be elsewhere. Not thread-safe.
 */
final class SinkLint implements RouteLint {
    /** A whole text, or a text in quotes. */
    private static final Pattern OWN_TYPE =
            Pattern.compile("(?:^|[\"'])(?<type>[a-z][a-z0-9_]*(\\.[a-z0-9_-]+)+)(?=$|[\"'])");

    private static final Set<String> LISTS = Set.of("events", "fold");

    private final PlaceholderLint placeholders;
    private final Set<String> twitch = SubscriptionCatalog.names();
    private final Set<String> families = new TreeSet<>();
    private final Set<String> own = new TreeSet<>();

    /** @param set all files, because the source of an event is in another file than its sinks */
    SinkLint(PlaceholderLint placeholders, RouteSet set) {
        this.placeholders = placeholders;
        twitch.forEach(type -> families.add(family(type)));
        set.units()
                .filter(unit ->
                        unit.isRoute() && !String.valueOf(unit.address()).startsWith("outbox:"))
                .flatMap(unit -> unit.node().all())
                .filter(node -> node.text() != null && !node.key().equals("uri"))
                .forEach(this::collect);
    }

    private void collect(YamlNode node) {
        Matcher type = OWN_TYPE.matcher(node.text().strip());
        while (type.find()) {
            own.add(type.group("type"));
        }
        if (node.key().equals("types")) {
            // a type that is not in the catalog may be named with its version and condition
            SubscriptionCatalog.entries(node.text()).forEach(entry -> own.add(entry.replaceFirst("/.*", "")));
        }
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        EndpointUse.in(file)
                .filter(use -> use.receiving() && use.resolved(placeholders).startsWith("outbox:"))
                .forEach(use -> LISTS.forEach(list -> types(use.parameter(list), report)));
    }

    private void types(YamlNode list, Consumer<Problem> report) {
        if (list.text() == null || list.text().contains("{{")) {
            return;
        }
        for (String type : list.text().strip().split("[,\\s]+")) {
            if (!type.isEmpty() && !twitch.contains(type) && !own.contains(type)) {
                meant(type)
                        .ifPresent(near ->
                                report.accept(list.problemIn(type, "no event has the type '" + type + "': " + near)));
            }
        }
    }

    /** The remedy for a type that nobody sends; empty if it may be right. */
    private Optional<String> meant(String type) {
        Set<String> known = new TreeSet<>(twitch);
        known.addAll(own);
        Optional<String> near = Suggestion.among(type, known)
                .or(() ->
                        known.stream().filter(each -> each.endsWith("." + type)).findFirst());
        return near.map(name -> "did you mean '" + name + "'?")
                .or(() -> families.contains(family(type))
                        ? Optional.of("dev.twitch.tv/docs/eventsub/eventsub-subscription-types lists Twitch's types")
                        : Optional.empty());
    }

    private static String family(String type) {
        return type.replaceFirst("\\..*", "");
    }
}
