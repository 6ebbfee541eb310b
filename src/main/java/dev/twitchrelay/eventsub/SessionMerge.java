package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Makes one stream of events out of several sessions that receive the same events, so that an event that reaches any living
 * session is published once. The copies of an event have different message ids and slightly different timestamps. A copy is
 * late by up to some seconds, and each session has its own order. So the content shows that two messages are copies: the
 * subscription type and the event object.
 *
 * <p>The session that has been live for the longest time leads. The others follow; an event of a follower waits for its twin
 * from the leader:
 *
 * <table>
 *   <caption>The rule</caption>
 *   <tr><th>Event</th><th>Result</th></tr>
 *   <tr><td>published before, from another session</td><td>dropped</td></tr>
 *   <tr><td>of the leader</td><td>published at once; a follower's copy stops waiting</td></tr>
 *   <tr><td>of a follower</td><td>waits</td></tr>
 *   <tr><td>of a follower, and the leader has no subscription for its type</td><td>published at once</td></tr>
 *   <tr><td>waits, and the leader ends</td><td>published at once</td></tr>
 *   <tr><td>has waited for {@link #HOLD}, and the leader has been silent since</td>
 *       <td>published: the leader may be dead</td></tr>
 *   <tr><td>has waited for {@link #HOLD} while the leader spoke, and a later event has its twin</td>
 *       <td>published: Twitch did not send the event to the leader</td></tr>
 *   <tr><td>ten in a row have waited for {@link #HOLD} while the leader spoke</td>
 *       <td>dropped, and only the leader stays: the event objects of the sessions differ</td></tr>
 * </table>
 *
 * <p>Equal events stay apart. A message stands for one event that its session has not delivered yet: the event with the nearest
 * timestamp, {@link #NEAR} or, if there is none, within {@link #WINDOW}. An event from before the session's subscription does
 * not count.
 *
 * <p>It has no socket, no thread and no clock. All calls come from the one loop of the sessions.
 */
final class SessionMerge {
    /** No copy is later than this. */
    static final Duration HOLD = Duration.ofSeconds(6);
    /** The timestamps of two copies of one event mostly differ by less. */
    static final Duration NEAR = Duration.ofSeconds(1);
    /** The timestamps of two copies of one event differ by less. */
    static final Duration WINDOW = Duration.ofSeconds(5);

    private static final long NONE = -1;
    private static final Instant UNKNOWN = Instant.EPOCH;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 20_000;
    /** So many events without a twin, one after the other, show that copies cannot be recognized. */
    private static final int MOST_WITHOUT_TWIN = 10;
    /** The timestamp of a notification may be a little earlier than the creation of the subscription. */
    private static final Duration SUBSCRIPTION_TOLERANCE = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final Counters counters;
    private final Consumer<EventSubMessage> published;
    private final Runnable incomparable;
    /** In the order in which they became live. The first leads. */
    private final Set<Member> live = new LinkedHashSet<>();

    private final Map<Content, List<Occurrence>> byContent = new HashMap<>();
    /** In the order of their first arrival. */
    private final Deque<Occurrence> remembered = new ArrayDeque<>();
    /** The waiting events of followers, in the order of their arrival. */
    private final Set<Occurrence> waiting = new LinkedHashSet<>();

    private long arrivals;
    /** The latest arrived event that two sessions have delivered. */
    private long latestMatched = NONE;

    private int inARowWithoutTwin;

    /**
     * @param counters are increased
     * @param published gets each event once
     * @param incomparable called once when the events of the sessions do not match: the followers have to end
     */
    SessionMerge(LongSupplier nanoTime, Counters counters, Consumer<EventSubMessage> published, Runnable incomparable) {
        this.nanoTime = nanoTime;
        this.counters = counters;
        this.published = published;
        this.incomparable = incomparable;
    }

    /**
     * Counts since the start.
     *
     * @param twins copies that were dropped
     * @param withoutTwin events of followers that the leader did not deliver in time although it spoke
     */
    record Counters(AtomicLong twins, AtomicLong withoutTwin) {
        Counters() {
            this(new AtomicLong(), new AtomicLong());
        }
    }

    private record Content(String type, JsonNode event) {}

    /** One event, whichever sessions have delivered it. */
    private static final class Occurrence {
        private final Content content;
        private final Notification message;
        private final Instant timestamp;
        private final Instant subscribed;
        private final long number;
        private final long arrival;
        private final Set<Member> deliveredBy = new HashSet<>();
        private boolean isPublished;
        private boolean countedWithoutTwin;

        private Occurrence(Notification message, long number, long arrival) {
            JsonNode payload = message.json().path("payload");
            this.content = new Content(message.subscriptionType(), payload.path("event"));
            this.message = message;
            this.timestamp = instant(message.metadata("message_timestamp"));
            this.subscribed = instant(
                            payload.path("subscription").path("created_at").asText(""))
                    .minus(SUBSCRIPTION_TOLERANCE);
            this.number = number;
            this.arrival = arrival;
        }

        private Duration distance(Occurrence other) {
            return Duration.between(timestamp, other.timestamp).abs();
        }

        /** Twitch sends no event to a session that is older than the session's subscription. */
        private boolean mayBeOf(Occurrence known) {
            return known.timestamp.equals(UNKNOWN) || !known.timestamp.isBefore(subscribed);
        }
    }

    /** One session. */
    final class Member {
        private final Predicate<String> isSubscribed;
        private long lastHeard;

        private Member(Predicate<String> isSubscribed) {
            this.isSubscribed = isSubscribed;
        }

        /**
         * The session has its welcome.
         *
         * @return whether no other session is live, so that events may have been missed before
         */
        boolean began() {
            ended();
            lastHeard = nanoTime.getAsLong();
            live.add(this);
            return live.size() == 1;
        }

        /** The session's socket has delivered something, such as a keepalive. */
        void heard() {
            lastHeard = nanoTime.getAsLong();
        }

        /** The session has no socket any more. */
        void ended() {
            boolean led = this == leader();
            live.remove(this);
            if (led) {
                leaderEnded(this);
            }
        }

        boolean isLive() {
            return live.contains(this);
        }

        void received(Notification message) {
            accept(this, message);
        }
    }

    /** @param isSubscribed whether the session has an enabled subscription for a type */
    Member member(Predicate<String> isSubscribed) {
        return new Member(isSubscribed);
    }

    /** Looks after the events that wait. To be called about once a second. */
    void look() {
        long now = nanoTime.getAsLong();
        for (Occurrence each : new ArrayList<>(waiting)) {
            if (now - each.arrival < HOLD.toNanos()) {
                break;
            }
            if (each.countedWithoutTwin || !isCopy(each)) {
                decide(each);
            }
        }
        if (inARowWithoutTwin >= MOST_WITHOUT_TWIN) {
            inARowWithoutTwin = 0;
            waiting.forEach(this::forget);
            waiting.clear();
            live.retainAll(Set.of(leader()));
            incomparable.run();
        }
        forgetOld(now);
    }

    private void decide(Occurrence waited) {
        if (leader().lastHeard <= waited.arrival || latestMatched > waited.number) {
            publish(waited);
        } else if (!waited.countedWithoutTwin) {
            waited.countedWithoutTwin = true;
            counters.withoutTwin.incrementAndGet();
            inARowWithoutTwin++;
        }
    }

    private Member leader() {
        return live.isEmpty() ? null : live.iterator().next();
    }

    private void accept(Member member, Notification message) {
        if (!live.contains(member)) {
            return; // it has been given up
        }
        Member leader = leader();
        Occurrence copy = new Occurrence(message, arrivals++, nanoTime.getAsLong());
        copy.deliveredBy.add(member);
        member.lastHeard = copy.arrival;
        Optional<Occurrence> twin = twin(copy, NEAR);
        if (twin.isEmpty() && member == leader) {
            twin = twin(copy, WINDOW).filter(known -> known.isPublished);
        }
        twin.ifPresent(known -> matched(known, copy));
        Occurrence occurrence = twin.orElseGet(() -> remember(copy));
        if (occurrence.isPublished) {
            return;
        }
        if (member == leader || !leader.isSubscribed.test(copy.content.type)) {
            publish(occurrence);
        } else {
            waiting.add(occurrence);
        }
    }

    /** The event that this copy stands for, if another session has delivered it. */
    private Optional<Occurrence> twin(Occurrence copy, Duration window) {
        return byContent.getOrDefault(copy.content, List.of()).stream()
                .filter(known -> known != copy && Collections.disjoint(known.deliveredBy, copy.deliveredBy))
                .filter(known -> copy.distance(known).compareTo(window) < 0 && copy.mayBeOf(known))
                .min(Comparator.comparing(copy::distance));
    }

    private void matched(Occurrence known, Occurrence copy) {
        known.deliveredBy.addAll(copy.deliveredBy);
        latestMatched = Math.max(latestMatched, known.number);
        inARowWithoutTwin = 0;
        counters.twins.incrementAndGet();
    }

    /** Whether an event that has waited is a copy whose timestamp is farther from the leader's than usual. */
    private boolean isCopy(Occurrence waited) {
        Optional<Occurrence> twin = twin(waited, WINDOW).filter(known -> known.isPublished);
        twin.ifPresent(known -> {
            matched(known, waited);
            waiting.remove(waited);
            forget(waited);
        });
        return twin.isPresent();
    }

    /**
     * The leader cannot have delivered an event that came after its last word. The leader may have delivered an earlier event
     * with other content; so an earlier event is published only if copies have ever been recognized.
     */
    private void leaderEnded(Member leader) {
        boolean isComparable = latestMatched != NONE;
        for (Occurrence each : new ArrayList<>(waiting)) {
            if (isCopy(each)) {
                continue;
            }
            if (isComparable || each.arrival > leader.lastHeard) {
                publish(each);
            } else {
                waiting.remove(each);
            }
        }
        inARowWithoutTwin = 0;
    }

    private void publish(Occurrence occurrence) {
        waiting.remove(occurrence);
        occurrence.isPublished = true;
        published.accept(occurrence.message);
    }

    private Occurrence remember(Occurrence occurrence) {
        remembered.addLast(occurrence);
        byContent.computeIfAbsent(occurrence.content, any -> new ArrayList<>(1)).add(occurrence);
        return occurrence;
    }

    private void forgetOld(long now) {
        for (Iterator<Occurrence> oldest = remembered.iterator(); oldest.hasNext(); ) {
            Occurrence each = oldest.next();
            if (remembered.size() <= MOST_REMEMBERED && now - each.arrival < REMEMBERED.toNanos()) {
                return;
            }
            if (!waiting.contains(each)) {
                oldest.remove();
                forget(each);
            }
        }
    }

    private void forget(Occurrence occurrence) {
        byContent.computeIfPresent(occurrence.content, (content, all) -> {
            all.remove(occurrence);
            return all.isEmpty() ? null : all;
        });
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return UNKNOWN;
        }
    }
}
