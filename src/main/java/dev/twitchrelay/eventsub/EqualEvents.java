package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Rfc3339;
import dev.twitchrelay.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies with the same content, each less than {@link #WINDOW} after the copy before, and the number of events that they stand
 * for. {@link SessionMerge} has one for each content of the last minutes.
 *
 * <p>A session delivers an event once. So two copies from one session are two events, and copies from several sessions may be
 * one event. The copies stand for the smallest number of events that explains all of them: the earliest copy is an event, and
 * of each other session the earliest copy within {@link #WINDOW} belongs to it. The remaining copies are counted in the same
 * way. A copy does not belong to an event from before its session or its subscription.
 *
 * <p>The number does not depend on the order of arrival. It is never larger than the number of events that happened. It is
 * equal to that number when one session has delivered all of them. It never falls when a copy is added. Not thread-safe.
 */
final class EqualEvents {
    /** The timestamps of two copies of one event differ by less. */
    static final Duration WINDOW = Duration.ofSeconds(5);

    /**
     * Twitch may give an event to a subscription that is younger by less. The copy's timestamp then differs by less, too, so
     * that a later event with the same content is no copy.
     */
    private static final long TOLERANCE = Duration.ofSeconds(1).toMillis();

    private static final Comparator<Copy> BY_TIME =
            Comparator.comparingLong((Copy copy) -> copy.timestamp).thenComparingLong(copy -> copy.number);

    /** One text for each content, whatever the order of its members. */
    private static final ObjectWriter SORTED =
            JsonMappers.exact().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    /** A session at Twitch, from its welcome to its end. It has an identity. */
    static final class Session {
        private final long began;

        /** @param welcomedAt when Twitch sent the welcome, RFC 3339; empty when it is not known */
        Session(String welcomedAt) {
            began = millis(welcomedAt);
        }
    }

    /** One delivery of an event. */
    static final class Copy {
        /** The position among all arrivals, from 0. */
        final long number;

        /** The {@code nanoTime} of the arrival. */
        final long arrival;

        final Session session;

        /** Whether the session that leads will deliver the event, too. */
        boolean isAwaited;

        /** Whether the session that leads has not delivered the event in time, and the merge has counted this. */
        boolean isCountedWithoutTwin;

        private final long timestamp;
        private final long subscribed;
        private EqualEvents among;
        private boolean isForgotten;

        /**
         * @param timestamp when Twitch sent the message, RFC 3339
         * @param subscribed when the subscription was created, RFC 3339; empty when it is not known
         */
        Copy(Session session, String timestamp, String subscribed, long number, long arrival) {
            this.session = session;
            this.timestamp = millis(timestamp);
            long created = Math.max(session.began, millis(subscribed));
            // a peer whose clock has jumped may send any event
            this.subscribed = created - TOLERANCE > this.timestamp ? Long.MIN_VALUE : created;
            this.number = number;
            this.arrival = arrival;
        }

        /** The copies of the same content near it. */
        EqualEvents among() {
            return among;
        }

        private boolean mayBe(Copy earliest) {
            long later = timestamp - earliest.timestamp;
            return earliest.timestamp >= subscribed
                    ? later < WINDOW.toMillis()
                    : earliest.timestamp >= subscribed - TOLERANCE && later < TOLERANCE;
        }
    }

    /** 0 for a message without a time. */
    private static long millis(String text) {
        return Rfc3339.parse(text, Instant.EPOCH).toEpochMilli();
    }

    /** A digest of what makes copies equal: the subscription type and the event object. */
    static String content(String type, JsonNode event) {
        try {
            return Sha256.hex((type + ' ' + SORTED.writeValueAsString(event)).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every JSON node can be written", e);
        }
    }

    /** What is equal. */
    final String content;

    /** Sorted by time. */
    private final List<Copy> copies = new ArrayList<>(2);

    private List<List<Copy>> events = List.of();

    EqualEvents(String content) {
        this.content = content;
    }

    /** Whether this copy belongs here by its time. */
    boolean isNear(Copy copy) {
        return copies.get(0).timestamp - copy.timestamp < WINDOW.toMillis()
                && copy.timestamp - copies.get(copies.size() - 1).timestamp < WINDOW.toMillis();
    }

    /** Adds a copy that is near. Returns whether all copies stand for one more event than before. */
    boolean add(Copy copy) {
        copy.among = this;
        copies.add(copy);
        int before = events.size();
        count();
        return events.size() > before;
    }

    /** Takes the copies of others, because a copy has come that is near to both. */
    void join(EqualEvents others) {
        others.copies.forEach(copy -> copy.among = this);
        copies.addAll(others.copies);
        count();
    }

    /** The number of the first arrival of the event that this copy stands for, without this copy; -1 if it is alone. */
    long firstArrival(Copy copy) {
        return events.stream()
                .filter(event -> event.contains(copy))
                .flatMap(List::stream)
                .filter(other -> other != copy)
                .mapToLong(other -> other.number)
                .min()
                .orElse(-1);
    }

    /**
     * Nobody needs this copy any more. An event is forgotten with all its copies, and after all earlier events, because the
     * others could not be counted without it.
     */
    void forget(Copy copy) {
        copy.isForgotten = true;
        int over = 0;
        while (over < events.size() && events.get(over).stream().allMatch(each -> each.isForgotten)) {
            over++;
        }
        if (over > 0) {
            events.subList(0, over).forEach(copies::removeAll);
            count();
        }
    }

    /** The event of this copy is not published, and does not count any more. A later copy of it is one more event. */
    void drop(Copy copy) {
        events.stream().filter(event -> event.contains(copy)).findFirst().ifPresent(copies::removeAll);
        count();
    }

    boolean isEmpty() {
        return copies.isEmpty();
    }

    /**
     * A session's earliest copy is the best choice for the earliest event: a later copy suits every later event that the
     * earliest copy suits.
     */
    private void count() {
        copies.sort(BY_TIME);
        Map<Session, Deque<Copy>> left = new LinkedHashMap<>();
        copies.forEach(copy ->
                left.computeIfAbsent(copy.session, any -> new ArrayDeque<>()).add(copy));
        events = new ArrayList<>();
        for (Copy earliest : copies) {
            if (left.get(earliest.session).peek() == earliest) {
                List<Copy> event = new ArrayList<>(left.size());
                for (Deque<Copy> ofSession : left.values()) {
                    if (!ofSession.isEmpty() && ofSession.peek().mayBe(earliest)) {
                        event.add(ofSession.poll());
                    }
                }
                events.add(event);
            }
        }
    }
}
