package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EqualEvents.Copy;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The copies of events that {@link SessionMerge} has seen in the last minutes, by their content. The messages of a session that
 * is alone have no copies, so they are only held for some seconds; their content is digested when another session begins. So one
 * session costs no digest. Not thread-safe; the merge calls it on the sessions' loop.
 */
final class KnownCopies {
    /**
     * A socket that stood still may deliver later what it holds back, as long as nobody has given the socket up. That is at
     * most the longest keepalive interval of Twitch, 600 s, and the watchdog's fifth of it.
     */
    static final Duration REMEMBERED = Duration.ofMinutes(15);

    private static final int MOST_REMEMBERED = 20_000;

    /** A message takes much more memory than its digest. */
    private static final int MOST_UNDIGESTED = 1_000;

    /**
     * A session may get an event again that was sent up to a second before its subscription, and its welcome comes within 10 s.
     * So no copy comes of an older message of a session that was alone.
     */
    private static final Duration UNDIGESTED = Duration.ofSeconds(15);

    private record Undigested(Copy copy, Notification message) {}

    private final Map<String, List<EqualEvents>> byContent = new HashMap<>();
    /** In the order of their arrival. */
    private final Deque<Copy> remembered = new ArrayDeque<>();
    /** The latest messages of a session that was alone, in the order of their arrival. */
    private final Deque<Undigested> alone = new ArrayDeque<>();

    /** When more than one session was known last, as {@code nanoTime}; null before. */
    private Long severalAt;

    /** Notes that there is more than one session. */
    void several(long now) {
        severalAt = now;
    }

    /** Whether a message of a session that is alone now may be a copy of a message of another session. */
    boolean mayHaveCopies(long now) {
        return severalAt != null && now - severalAt < REMEMBERED.toNanos();
    }

    /** Holds a message of a session that is alone. */
    void addAlone(Copy copy, Notification message) {
        alone.addLast(new Undigested(copy, message));
        if (alone.size() > MOST_UNDIGESTED) {
            digest(alone.removeFirst());
        }
    }

    /** Another session begins, and may get copies of messages of earlier sessions. */
    void begins(long now) {
        digest();
        if (!remembered.isEmpty()) {
            several(now);
        }
    }

    private void digest() {
        alone.forEach(this::digest);
        alone.clear();
    }

    private void digest(Undigested message) {
        add(message.copy, content(message.message));
    }

    /** Remembers a copy. Returns whether one more event has happened than is known. */
    boolean add(Copy copy, Notification message) {
        digest();
        return add(copy, content(message));
    }

    /**
     * Remembers a copy. Returns whether one more event has happened than is known.
     *
     * @param content as {@link EqualEvents#content} gives it
     */
    boolean add(Copy copy, String content) {
        remembered.addLast(copy);
        List<EqualEvents> equal = byContent.computeIfAbsent(content, any -> new ArrayList<>(1));
        List<EqualEvents> near =
                equal.stream().filter(events -> events.isNear(copy)).toList();
        if (near.isEmpty()) {
            EqualEvents first = new EqualEvents(content);
            equal.add(first);
            return first.add(copy);
        }
        EqualEvents events = near.get(0);
        near.stream().skip(1).forEach(others -> {
            events.join(others);
            equal.remove(others);
        });
        return events.add(copy);
    }

    private static String content(Notification message) {
        return EqualEvents.content(message.subscriptionType(), message.json().at("/payload/event"));
    }

    /**
     * Forgets the copies that are too old, or too many.
     *
     * @param isNeeded keeps a copy nevertheless
     */
    void forgetOld(long now, Predicate<Copy> isNeeded) {
        alone.removeIf(each -> now - each.copy.arrival >= UNDIGESTED.toNanos());
        for (Iterator<Copy> oldest = remembered.iterator(); oldest.hasNext(); ) {
            Copy each = oldest.next();
            if (remembered.size() <= MOST_REMEMBERED && now - each.arrival < REMEMBERED.toNanos()) {
                return;
            }
            if (!isNeeded.test(each)) {
                oldest.remove();
                each.among().forget(each);
                removeIfEmpty(each.among());
            }
        }
    }

    /** The event of this copy is not published, and does not count any more. */
    void drop(Copy unpublished) {
        unpublished.among().drop(unpublished);
        removeIfEmpty(unpublished.among());
    }

    private void removeIfEmpty(EqualEvents events) {
        if (events.isEmpty()) {
            byContent.computeIfPresent(events.content, (content, equal) -> {
                equal.remove(events);
                return equal.isEmpty() ? null : equal;
            });
        }
    }
}
