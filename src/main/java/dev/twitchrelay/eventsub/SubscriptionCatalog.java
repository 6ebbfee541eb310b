package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All subscription types that Twitch delivers over a WebSocket, from {@code eventsub/subscription-types.json}. It also
 * reads the parameter {@code types} of a route. Immutable.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/">EventSub Subscription Types</a>
 */
public final class SubscriptionCatalog {
    /**
     * Types that Twitch delivers only to webhooks and conduits, whatever version and condition are given. The value is
     * added to the error message.
     */
    private static final Map<String, String> NOT_OVER_WEBSOCKET = Map.of(
            "drop.entitlement.grant", "",
            "extension.bits_transaction.create", "",
            "conduit.shard.disabled", "",
            "user.authorization.grant", "",
            "user.authorization.revoke", "; the relay itself reports when an authorization is revoked");

    /**
     * An entry of the catalog. Immutable. The file also has a sentence and the fields of the event for each entry; the
     * published schemas are made from these.
     *
     * @param type for example {@code channel.follow}
     * @param version text, as in Twitch's documents
     * @param condition the source of each key's value: {@code broadcaster}, {@code token_user} or {@code optional}
     * @param scopes the needed scopes: one scope of each inner list
     * @param exactlyOne whether the condition takes only one key; a key that the route names replaces the default key
     */
    @JsonIgnoreProperties({"says", "event"})
    record Entry(
            String type,
            String version,
            Map<String, String> condition,
            List<List<String>> scopes,
            boolean exactlyOne) {}

    private final List<Entry> types;

    SubscriptionCatalog(List<Entry> types) {
        this.types = List.copyOf(types);
    }

    /** Reads the catalog that ships with the relay. */
    static SubscriptionCatalog shipped() {
        return new SubscriptionCatalog(
                List.of(JsonMappers.resource("/eventsub/subscription-types.json", Entry[].class)));
    }

    List<Entry> types() {
        return types;
    }

    /** The type in the given version, or in its newest version when the version is null. */
    Optional<Entry> find(String type, String version) {
        return types.stream()
                .filter(entry -> entry.type().equals(type))
                .filter(entry -> version == null || entry.version().equals(version))
                .reduce((older, newer) -> newer);
    }

    /**
     * Reads the parameter {@code types}: entries separated by commas or blanks, each {@code type}, {@code type/version}
     * or {@code type/version(key=value;key=value)}. A value is {@code broadcaster}, {@code token_user} or literal text.
     * A type or version that is not in the catalog is accepted when version and condition are given.
     *
     * @throws IllegalArgumentException names the entry that is wrong and its remedy
     */
    List<SubscriptionSpec> parse(String text) {
        Map<String, SubscriptionSpec> specs = new LinkedHashMap<>();
        for (String entry : entries(text)) {
            SubscriptionSpec spec = spec(entry);
            specs.put(spec.toString(), spec);
        }
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("types is empty: name the event types to subscribe to, for example"
                    + " channel.follow,channel.raid");
        }
        return List.copyOf(specs.values());
    }

    /**
     * The event types of the parameter {@code types}, each with the scopes that it needs. Commands call it for a route
     * that does not run.
     *
     * @throws IllegalArgumentException names the entry that is wrong and its remedy
     */
    public static List<ScopeNeed> scopeNeeds(String types) {
        return shipped().parse(types).stream().map(SubscriptionSpec::need).toList();
    }

    /** The names of all types, such as {@code channel.follow}. The caller may change the set. */
    public static Set<String> names() {
        return shipped().types.stream().map(Entry::type).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The fault of one entry of the parameter {@code types} with its remedy, or empty when the entry is right. */
    public static Optional<String> problem(String entry) {
        try {
            shipped().parse(entry);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The entries of the parameter {@code types}, each as the route has it. */
    public static List<String> entries(String text) {
        return Stream.of(text.strip().split("[\\s,]+(?![^(]*\\))"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private SubscriptionSpec spec(String entry) {
        var matcher = SubscriptionSpec.SYNTAX.matcher(entry);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "types: cannot read '" + entry + "': write type, type/version or type/version(key=value;…)");
        }
        String type = matcher.group("type");
        String version = matcher.group("version");
        if (NOT_OVER_WEBSOCKET.containsKey(type)) {
            throw new IllegalArgumentException("types: '" + type
                    + "' cannot come over a WebSocket: Twitch delivers it to webhooks only"
                    + NOT_OVER_WEBSOCKET.get(type) + ". Remove it");
        }
        Map<String, String> given = condition(entry, matcher.group("condition"));
        Optional<Entry> known = find(type, version);
        if (known.isEmpty()) {
            Optional<Entry> otherVersion = find(type, null);
            if (version != null && !given.isEmpty()) {
                return new SubscriptionSpec(
                        type, version, given, otherVersion.map(Entry::scopes).orElse(List.of()));
            }
            throw new IllegalArgumentException(otherVersion
                    .map(other -> "types: '" + entry + "' names a version that is not known; the known versions are "
                            + versions(type) + ". To use this version anyway, write "
                            + withCondition(entry, other))
                    .orElseGet(() -> "types: '" + entry + "' is not in the catalog" + suggestion(type)));
        }
        return new SubscriptionSpec(
                type,
                known.get().version(),
                merge(entry, known.get(), given),
                known.get().scopes());
    }

    private String versions(String type) {
        return types.stream()
                .filter(entry -> entry.type().equals(type))
                .map(Entry::version)
                .collect(Collectors.joining(", "));
    }

    /** The entry with the condition of a known version, which makes any version acceptable. */
    private static String withCondition(String entry, Entry other) {
        return entry
                + other.condition().entrySet().stream()
                        .filter(key -> !key.getValue().equals("optional"))
                        .map(key -> key.getKey() + "=" + key.getValue())
                        .collect(Collectors.joining(";", "(", ")"));
    }

    private static Map<String, String> condition(String entry, String text) {
        Map<String, String> condition = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new IllegalArgumentException(
                        "types: condition '" + pair + "' of '" + entry + "' is not key=value");
            }
            String key = pair.substring(0, equals).strip();
            if (condition.put(key, pair.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("types: condition '" + key + "' of '" + entry
                        + "' is given twice: write the entry twice instead");
            }
        }
        return condition;
    }

    private static Map<String, String> merge(String entry, Entry type, Map<String, String> given) {
        given.keySet().stream()
                .filter(key -> !type.condition().containsKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException(
                            "types: '" + entry + "' has no condition '" + key + "': it takes "
                                    + String.join(", ", type.condition().keySet()));
                });
        if (type.exactlyOne() && given.size() > 1) {
            throw new IllegalArgumentException(
                    "types: '" + entry + "' takes exactly one condition: write the entry twice to subscribe to both");
        }
        if (type.exactlyOne() && !given.isEmpty()) {
            return given;
        }
        Map<String, String> merged = new LinkedHashMap<>();
        type.condition().forEach((key, source) -> {
            String value = given.getOrDefault(key, source);
            if (!value.equals("optional")) {
                merged.put(key, value);
            }
        });
        return merged;
    }

    private String suggestion(String wrong) {
        return ": "
                + Suggestion.or(
                        wrong,
                        types.stream().map(Entry::type).toList(),
                        "check its name, or give version and condition as in " + wrong
                                + "/1(broadcaster_user_id=broadcaster)");
    }
}
