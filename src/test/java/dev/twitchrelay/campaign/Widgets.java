package dev.twitchrelay.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.StreamFollower;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Widgets of a channel that is live all the time and has viewers, followers and subscribers: they read every message, and note
 * each that says otherwise. Thread-safe.
 */
final class Widgets implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NUMBERS = List.of("viewers", "followers", "subs");
    private static final int MOST_EXAMPLES = 20;

    private final Supplier<String> situation;
    private final List<StreamFollower> all = new ArrayList<>();
    private final BitSet published = new BitSet();
    private final Map<String, String> examples = new LinkedHashMap<>();
    private int zeros;
    private int empty;
    private int stats;

    /** @param situation what goes wrong now, for who reads of a zero; called on any thread */
    Widgets(Supplier<String> situation) {
        this.situation = situation;
    }

    void add(int number, IntSupplier port) {
        for (int i = 0; i < number; i++) {
            all.add(StreamFollower.start(port, "", this::read));
        }
    }

    private void read(String message) {
        JsonNode node;
        try {
            node = JSON.readTree(message);
        } catch (JsonProcessingException e) {
            note("no JSON", message);
            return;
        }
        JsonNode data = node.path("data");
        if (node.path("type").asText().equals("stats")) {
            readStats(data, message);
        } else if (!data.isObject() || data.isEmpty()) {
            note("an event without data", message);
        } else if (data.has("n")) {
            synchronized (this) {
                published.set(data.path("n").asInt());
            }
        }
    }

    private void readStats(JsonNode data, String message) {
        boolean zero = data.path("live").isBoolean() && !data.path("live").asBoolean();
        for (String number : NUMBERS) {
            // what is not known may be left out, or null
            zero |= data.path(number).isNumber() && data.path(number).asInt() == 0;
        }
        synchronized (this) {
            stats++;
        }
        if (zero) {
            note("a zero", message);
        }
    }

    private synchronized void note(String what, String message) {
        if (what.equals("a zero")) {
            zeros++;
        } else {
            empty++;
        }
        if (examples.size() < MOST_EXAMPLES) {
            examples.putIfAbsent(what + " (" + situation.get() + ")", message);
        }
    }

    List<StreamFollower> all() {
        return all;
    }

    /** The numbers of the events that at least one has seen. */
    synchronized BitSet published() {
        return (BitSet) published.clone();
    }

    /** Totals that were shown, those of a fresh connection included. */
    synchronized int stats() {
        return stats;
    }

    /** Totals that were shown with a number, or a state, that Twitch never had. */
    synchronized int zeros() {
        return zeros;
    }

    /** Events that say nothing, and messages that are no JSON. */
    synchronized int empty() {
        return empty;
    }

    /** The first message of each kind that was wrong, by what was wrong with it and what was going on. */
    synchronized Map<String, String> examples() {
        return Map.copyOf(examples);
    }

    @Override
    public void close() {
        all.forEach(StreamFollower::breakOff);
        all.forEach(StreamFollower::close);
    }
}
