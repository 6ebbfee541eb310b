package dev.twitchrelay.auth;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Twitch's scopes, from {@code auth/scopes.json}: for each scope the reason why a relay needs it, in plain words, and
 * the Helix resources that need it. Immutable.
 *
 * @see <a href="https://dev.twitch.tv/docs/authentication/scopes/">Twitch Access Token Scopes</a>
 */
public final class ScopeTable {
    /** One line of the table. */
    record Entry(String scope, String reason, List<String> resources) {}

    private final List<Entry> entries;

    private ScopeTable(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads the table that ships with the relay. */
    public static ScopeTable shipped() {
        try (InputStream json = ScopeTable.class.getResourceAsStream("/auth/scopes.json")) {
            return new ScopeTable(
                    JsonMappers.PLAIN.readValue(Objects.requireNonNull(json), new TypeReference<List<Entry>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reason why a relay asks for the scope. */
    public String reason(String scope) {
        return entries.stream()
                .filter(entry -> entry.scope().equals(scope))
                .map(Entry::reason)
                .findFirst()
                .orElse("because a route asks for it");
    }

    /**
     * The scopes that reading a Helix resource needs.
     *
     * @param path the path below {@code twitch.api.url}, for example {@code /subscriptions}
     * @return empty when the resource needs no scope
     */
    public Optional<ScopeNeed> resource(String path) {
        return entries.stream()
                .filter(entry -> entry.resources().contains(path))
                .findFirst()
                .map(entry -> new ScopeNeed(path, List.of(List.of(entry.scope()))));
    }

    /**
     * The scopes that reading these addresses needs. Addresses outside {@code twitch.api.url} need none.
     *
     * @param addresses absolute addresses, for example the addresses of a route's endpoints
     * @param apiUrl {@code twitch.api.url}
     */
    public Stream<ScopeNeed> resources(Stream<String> addresses, String apiUrl) {
        String base = withoutScheme(apiUrl);
        return addresses
                .map(ScopeTable::withoutScheme)
                .filter(address -> address.startsWith(base))
                .map(address -> address.substring(base.length()).replaceAll("\\?.*", ""))
                .distinct()
                .flatMap(path -> resource(path).stream());
    }

    private static String withoutScheme(String address) {
        return address.replaceFirst("^[a-z]+:(//)?", "");
    }
}
