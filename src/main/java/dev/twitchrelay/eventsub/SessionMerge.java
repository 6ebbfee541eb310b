package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EqualEvents.Copy;
import dev.twitchrelay.eventsub.EqualEvents.Session;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Makes one stream of events out of several sessions that receive the same events, so that an event that reaches any living
 * session is published once. The copies of an event have different message ids and slightly different timestamps. A copy is
 * late by up to some seconds, and each session has its own order. So the content shows that two messages are copies: the
 * subscription type and the event object. {@link EqualEvents} tells whether a message stands for one more event, or is a copy
 * of a known event.
 *
 * <p>The session that has been live for the longest time leads. The others follow; an event of a follower waits for its copy
 * from the leader, so that the leader's order is kept:
 *
 * <table>
 *   <caption>The rule</caption>
 *   <tr><th>Message</th><th>Result</th></tr>
 *   <tr><td>of the leader, one more event</td><td>published at once</td></tr>
 *   <tr><td>of a follower, one more event</td><td>waits</td></tr>
 *   <tr><td>of a follower, one more event, and the leader has no subscription for its type</td>
 *       <td>published behind the waiting events of its session</td></tr>
 *   <tr><td>of the leader, a copy of a waiting event</td><td>published at once; the follower's copy is dropped</td></tr>
 *   <tr><td>any other copy</td><td>dropped</td></tr>
 *   <tr><td>waits, and the leader ends</td><td>published at once</td></tr>
 *   <tr><td>has waited for {@link #HOLD}, and the leader has been silent since</td>
 *       <td>published: the leader may be dead</td></tr>
 *   <tr><td>has waited for {@link #HOLD} while the leader spoke, and a later event has its copy</td>
 *       <td>published: Twitch did not send the event to the leader</td></tr>
 *   <tr><td>ten in a row have waited for {@link #HOLD} while the leader spoke</td>
 *       <td>dropped, and only the leader stays: the event objects of the sessions differ</td></tr>
 * </table>
 *
 * <p>While one session is alone, its messages are published at once and are not digested.
 *
 * <p>The route {@code eventsub} tells the begin of a stream once for each {@code data.id}, also after a restart.
 *
 * <p>It has no socket, no thread and no clock. All calls come from the one loop of the sessions.
 */
final class SessionMerge {
    /** No copy is later than this while its session's socket works. */
    static final Duration HOLD = Duration.ofSeconds(6);

    private static final long NONE = -1;

    /** So many events without a copy, one after the other, show that copies cannot be recognized. */
    private static final int MOST_WITHOUT_TWIN = 10;

    /** What was published before the start, or by another relay, counts as the delivery of one session. */
    private static final Session ELSEWHERE = new Session("");

    private final LongSupplier nanoTime;
    private final Counters counters;
    private final Output output;
    private final Runnable incomparable;
    /** In the order in which they became live. The first leads. */
    private final Set<Member> live = new LinkedHashSet<>();

    private final KnownCopies known = new KnownCopies();
    /** The followers' messages whose events are not published, in the order of their arrival. */
    private final Map<Copy, Notification> waiting = new LinkedHashMap<>();

    private long arrivals;
    /** The latest arrived event that two sessions have delivered. */
    private long latestMatched = NONE;

    private int inARowWithoutTwin;

    /**
     * @param counters are increased
     * @param output gets each event once
     * @param incomparable called once when the events of the sessions do not match: the followers have to end
     */
    SessionMerge(LongSupplier nanoTime, Counters counters, Output output, Runnable incomparable) {
        this.nanoTime = nanoTime;
        this.counters = counters;
        this.output = output;
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

    /** Gets the events of the one stream. */
    interface Output {
        /** @param twin the copy that has waited for this message; null if there is none */
        void publish(EventSubMessage message, Notification twin);
    }

    /** One session. */
    final class Member {
        private final Predicate<String> isSubscribed;
        private Session session = new Session("");
        private long lastHeard;
        private boolean isGivenUp;

        private Member(Predicate<String> isSubscribed) {
            this.isSubscribed = isSubscribed;
        }

        /**
         * A fresh session has its welcome. It may get an event again that the session before has got.
         *
         * @param welcomedAt when Twitch sent the welcome, RFC 3339; empty when it is not known
         * @return whether no other session is live, so that events may have been missed before
         */
        boolean began(String welcomedAt) {
            ended();
            session = new Session(welcomedAt);
            lastHeard = nanoTime.getAsLong();
            known.begins(lastHeard);
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
            if (!isGivenUp) {
                accept(this, message);
            }
        }
    }

    /** @param isSubscribed whether the session has an enabled subscription for a type */
    Member member(Predicate<String> isSubscribed) {
        return new Member(isSubscribed);
    }

    /** An event was published before the start, or by another relay. A copy of it is dropped. */
    void published(PublishedEvent event) {
        Copy copy = new Copy(ELSEWHERE, event.timestamp(), "", arrivals++, nanoTime.getAsLong());
        known.several(copy.arrival);
        if (!known.add(copy, event.content())) {
            firstWaiting(copy).ifPresent(waiting::remove);
            publishUnblocked();
        }
    }

    /** Looks after the events that wait. To be called about once a second. */
    void look() {
        long now = nanoTime.getAsLong();
        for (Copy each : new ArrayList<>(waiting.keySet())) {
            if (now - each.arrival < HOLD.toNanos()) {
                break;
            }
            if (each.isAwaited) {
                decide(each);
            }
        }
        publishUnblocked();
        if (inARowWithoutTwin >= MOST_WITHOUT_TWIN) {
            inARowWithoutTwin = 0;
            endWaiting(each -> !each.isAwaited);
            live.forEach(member -> member.isGivenUp = member != leader());
            live.removeIf(member -> member.isGivenUp);
            incomparable.run();
        }
        known.forgetOld(now, waiting::containsKey);
    }

    /** The first message that waits for its copy, unless the copy is overdue. */
    Optional<Notification> oldestWaiting() {
        return waiting.entrySet().stream()
                .filter(each -> !each.getKey().isCountedWithoutTwin)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void decide(Copy waited) {
        if (leader().lastHeard <= waited.arrival || latestMatched > waited.number) {
            output.publish(waiting.remove(waited), null);
        } else if (!waited.isCountedWithoutTwin) {
            waited.isCountedWithoutTwin = true;
            counters.withoutTwin.incrementAndGet();
            inARowWithoutTwin++;
        }
    }

    private Member leader() {
        return live.isEmpty() ? null : live.iterator().next();
    }

    private void accept(Member member, Notification message) {
        Copy copy = new Copy(
                member.session,
                message.metadata("message_timestamp"),
                message.json().at("/payload/subscription/created_at").asText(""),
                arrivals++,
                nanoTime.getAsLong());
        member.lastHeard = copy.arrival;
        Member leader = leader();
        if (member != leader || live.size() > 1) {
            known.several(copy.arrival);
        } else if (!known.mayHaveCopies(copy.arrival)) {
            known.addAlone(copy, message);
            output.publish(message, null);
            return;
        }
        // a peer may send an event before its welcome; nobody is waited for then
        boolean follows = live.contains(member) && member != leader;
        copy.isAwaited = follows && leader.isSubscribed.test(message.subscriptionType());
        if (known.add(copy, message)) {
            if (follows) {
                waiting.put(copy, message);
                publishUnblocked();
            } else {
                output.publish(message, null);
            }
            return;
        }
        counters.twins.incrementAndGet();
        inARowWithoutTwin = 0;
        latestMatched = Math.max(latestMatched, copy.among().firstArrival(copy));
        if (!follows) {
            firstWaiting(copy).ifPresent(first -> {
                output.publish(message, waiting.remove(first));
                publishUnblocked();
            });
        }
    }

    /** Publishes what the leader will not deliver. It does not overtake the waiting events of its own session. */
    private void publishUnblocked() {
        Set<Session> blocked = new HashSet<>();
        for (Copy each : new ArrayList<>(waiting.keySet())) {
            if (!each.isAwaited && !blocked.contains(each.session)) {
                output.publish(waiting.remove(each), null);
            } else if (!each.isCountedWithoutTwin) {
                blocked.add(each.session);
            }
        }
    }

    /** The first waiting message of the events that are equal to this copy. Which of them counts, nobody can see. */
    private Optional<Copy> firstWaiting(Copy copy) {
        return waiting.keySet().stream()
                .filter(each -> each.among() == copy.among())
                .findFirst();
    }

    /**
     * The leader cannot have delivered an event that came after its last word. The leader may have delivered an earlier event
     * with other content; so an earlier event is published only if copies have ever been recognized.
     */
    private void leaderEnded(Member leader) {
        boolean isComparable = latestMatched != NONE;
        endWaiting(each -> isComparable || !each.isAwaited || each.arrival > leader.lastHeard);
        inARowWithoutTwin = 0;
    }

    private void endWaiting(Predicate<Copy> isPublished) {
        Map<Copy, Notification> all = new LinkedHashMap<>(waiting);
        waiting.clear();
        all.forEach((copy, message) -> {
            if (isPublished.test(copy)) {
                output.publish(message, null);
            } else {
                known.drop(copy);
            }
        });
    }
}
