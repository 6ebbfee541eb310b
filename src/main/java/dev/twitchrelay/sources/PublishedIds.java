package dev.twitchrelay.sources;

import dev.twitchrelay.kit.BoundedMap;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.SseHub;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.spi.IdempotentRepository;

/**
 * The ids of the events that are published, for Camel's {@code idempotentConsumer}: the bean {@code published} of
 * routes. An id is the header {@code EventId} of an event. The history of the event stream has it, which the journal
 * fills again after a restart and which all relays of a cluster share; so a repeat is known after a kill, too. Beside
 * the history it remembers the latest ids of this process, of the journal and of other relays, because a short history
 * may forget an event before its sender stops repeating it. Thread-safe.
 */
public final class PublishedIds implements IdempotentRepository {
    private static final int REMEMBERED = 10_000;

    private final Supplier<SseHub> hub;
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Boolean> published = new BoundedMap<>(REMEMBERED);

    /**
     * @param hub with the history; asked for when the first request comes
     * @param earlier the ids that an earlier run has published, oldest first
     */
    public PublishedIds(Supplier<SseHub> hub, List<String> earlier) {
        this.hub = hub;
        earlier.forEach(id -> published.put(id, true));
    }

    /**
     * Takes an id that is not published.
     *
     * @return false if it is published
     * @throws IllegalStateException if an event with this id is being published at the moment; whether that succeeds is
     *     not known, so the sender has to repeat its request
     */
    @Override
    public synchronized boolean add(String id) {
        if (underWay.contains(id)) {
            throw new IllegalStateException("an event with the same id is being published at this moment");
        }
        if (contains(id)) {
            return false;
        }
        underWay.add(id);
        return true;
    }

    @Override
    public synchronized boolean contains(String id) {
        EventHeaders onlyId = EventHeaders.of(Map.of(EventHeaders.ID, id));
        return published.containsKey(id)
                || hub.get().event(event -> event.headers().include(onlyId)).isPresent();
    }

    /** The event is published, by this relay or by another relay of the cluster. */
    @Override
    public synchronized boolean confirm(String id) {
        published.put(id, true);
        return underWay.remove(id);
    }

    /** The event is not published, so a repeat of it is welcome. */
    @Override
    public synchronized boolean remove(String id) {
        return underWay.remove(id);
    }

    @Override
    public synchronized void clear() {
        underWay.clear();
        published.clear();
    }

    @Override
    public void start() {
        // the history is there already
    }

    @Override
    public void stop() {
        // several routes share this repository, so the end of a route ends nothing
    }
}
