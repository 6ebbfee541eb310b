package dev.twitchrelay.auth;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Twitch's scopes with the reason why a relay asks for each, in plain words, and the Helix resources that need them, from
 * {@code auth/scopes.json}. Immutable.
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

    /** The table that ships with the relay. */
    public static ScopeTable shipped() {
        try (InputStream json = ScopeTable.class.getResourceAsStream("/auth/scopes.json")) {
            return new ScopeTable(
                    JsonMappers.PLAIN.readValue(Objects.requireNonNull(json), new TypeReference<List<Entry>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why the scope is asked for. */
    public String reason(String scope) {
        return entries.stream()
                .filter(entry -> entry.scope().equals(scope))
                .map(Entry::reason)
                .findFirst()
                .orElse("because a route asks for it");
    }

    /**
     * What reading a Helix resource needs.
     *
     * @param path below {@code twitch.api.url}, for example {@code /subscriptions}
     * @return empty when it needs no scope
     */
    public Optional<ScopeNeed> resource(String path) {
        return entries.stream()
                .filter(entry -> entry.resources().contains(path))
                .findFirst()
                .map(entry -> new ScopeNeed(path, List.of(List.of(entry.scope()))));
    }
}
