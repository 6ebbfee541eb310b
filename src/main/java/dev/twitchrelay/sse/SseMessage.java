package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.time.Instant;

/**
 * A published message, as every client of an event stream sees it. Immutable.
 *
 * @param id       the id on the wire, {@code <term>-<sequence>}
 * @param sequence the position in the log of this run, counted from 1
 * @param type     one of the hub's types
 * @param name     the event name that {@code ?events=} filters by, or null
 * @param json     the message itself: one line of JSON, an object
 * @param time     when it was published
 * @param headers  what its publisher said of it
 */
public record SseMessage(
        String id, long sequence, String type, String name, String json, Instant time, EventHeaders headers) {}
