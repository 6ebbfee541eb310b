package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;

/**
 * Takes the messages of a hub that is one of several replicas to all of them. What is published goes to the distributor, and
 * comes back through {@link SseHub#receive}, like what other replicas published. Implementations are thread-safe.
 */
public interface Distributor {
    /**
     * Takes a message that has been checked. May wait a moment for its id, and never waits for a client.
     *
     * @param type one of the hub's types
     * @param name the event name, or null
     * @param headers travel with it
     * @param json one JSON object on one line
     * @return the message; its sequence is 0 and its id a name of its own as long as it has none
     * @throws IllegalStateException when this replica may not publish; the message says why
     */
    SseMessage distribute(String type, String name, EventHeaders headers, byte[] json);
}
