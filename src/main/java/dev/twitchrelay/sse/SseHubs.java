package dev.twitchrelay.sse;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The hubs of the process by name, as {@code sse:NAME} finds them. Immutable. */
public final class SseHubs {

    private final Map<String, SseHub> hubs = new TreeMap<>();

    /** @throws IllegalArgumentException if two hubs have the same name */
    public SseHubs(Collection<SseHub> hubs) {
        for (SseHub hub : hubs) {
            if (this.hubs.put(hub.name(), hub) != null) {
                throw new IllegalArgumentException("Two event stream hubs are named '" + hub.name() + "'");
            }
        }
    }

    /** The hub of that name. */
    public Optional<SseHub> find(String name) {
        return Optional.ofNullable(hubs.get(name));
    }

    /** All names, in alphabetical order. */
    public Set<String> names() {
        return hubs.keySet();
    }
}
