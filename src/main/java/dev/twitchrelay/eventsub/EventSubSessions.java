package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.kit.BoundedMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The sessions that routes run at the moment: as many as {@code twitch.eventsub.sessions}, unless several routes consume {@code
 * twitch-eventsub:}. It also keeps sessions connected while their route's file is replaced, and knows what was received before.
 * Created once at the start; consumers, the sign-in, the health page and the cluster call it. Thread-safe.
 */
public final class EventSubSessions {
    /** No copy of an event comes later than this after the event was published. */
    public static final Duration COPIES_COME = KnownCopies.REMEMBERED;

    /** The sessions that Twitch allows at the same time. */
    public static final int MOST_SESSIONS = SessionGroup.MOST_SESSIONS;

    private static final int REMEMBERED_MESSAGES = 65_536;
    private static final int REMEMBERED_EVENTS = 5_000;

    /** In the order of their beginnings. */
    private final List<EventSubSession> running = new CopyOnWriteArrayList<>();

    private final Map<String, SessionFeed> parked = new LinkedHashMap<>();

    /**
     * The ids of the latest messages, for finding repeats. Twitch may deliver a message several times, each time with
     * the same id (<a href="https://dev.twitch.tv/docs/eventsub/#handling-duplicate-events">Handling duplicate
     * events</a>) and on any socket, so the ids are kept longer than sockets and sessions. At any real rate their
     * number covers far more than the ten minutes that Twitch names. All sessions share them, because a session that
     * replaces another one may get its messages again.
     */
    private final Set<String> seen = newSeen();

    private final Deque<PublishedEvent> publishedBefore = new ArrayDeque<>();
    private final Set<String> live = ConcurrentHashMap.newKeySet();
    private final SessionMerge.Counters merged = new SessionMerge.Counters();

    private volatile boolean isIncomparable;
    private volatile SharedFeed shared;
    private int holds;

    /** For a relay that has received no message before. */
    public EventSubSessions() {
        this(List.of());
    }

    /**
     * @param received ids of the messages that were received before the start and are completely processed, oldest
     *     first
     */
    public EventSubSessions(Collection<String> received) {
        seen.addAll(received);
    }

    /** The status of each session; empty while no route consumes {@code twitch-eventsub:}. */
    public List<SessionStatus> statuses() {
        return running.stream().map(EventSubSession::status).toList();
    }

    /** The scopes that the event types of all routes need. */
    public List<ScopeNeed> scopeNeeds() {
        return running.stream()
                .flatMap(session -> session.scopeNeeds().stream())
                .toList();
    }

    /**
     * Somebody signed in. Sessions that wait for a sign-in connect at once, and subscriptions that were not permitted
     * are tried again.
     */
    public void signedIn() {
        running.forEach(EventSubSession::signedIn);
    }

    /** Somebody signed out. Sessions end, because their subscriptions belong to the old sign-in. */
    public void signedOut() {
        running.forEach(EventSubSession::signedOut);
    }

    /**
     * Begins a hold. Until the returned object is closed, the sessions of a route that stops stay connected and keep their
     * messages for the next route. If its {@code from} differs, the sessions are then replaced one after the other. Sessions
     * that no route has taken over at the end of the hold are closed.
     */
    public synchronized AutoCloseable hold() {
        holds++;
        return this::release;
    }

    /**
     * Makes this relay one of several relays, whose sessions receive for all of them. Called once, before routes start.
     *
     * @return takes what the sessions of all relays receive
     */
    public SharedFeed share(SharedSessions cluster) {
        shared = new SharedFeed(cluster, this, System::nanoTime);
        return shared;
    }

    /** The feed of a relay of a cluster; otherwise empty. */
    Optional<SharedFeed> shared() {
        return Optional.ofNullable(shared);
    }

    /** Another relay has published this message. If it comes here, too, it counts as a repeat. */
    void received(String messageId) {
        if (!messageId.isEmpty()) {
            seen.add(messageId);
        }
    }

    /**
     * An event was published before the start. Sessions that begin later drop copies of it.
     *
     * @param type the subscription type
     * @param event Twitch's event object
     * @param timestamp when Twitch sent the event, RFC 3339
     */
    public synchronized void published(String type, JsonNode event, String timestamp) {
        publishedBefore.addLast(PublishedEvent.of(type, event, timestamp));
        if (publishedBefore.size() > REMEMBERED_EVENTS) {
            publishedBefore.removeFirst();
        }
    }

    /** The latest events that were published before the start, oldest first. */
    synchronized List<PublishedEvent> publishedBefore() {
        return List.copyOf(publishedBefore);
    }

    private void release() {
        List<SessionFeed> unused = new ArrayList<>();
        synchronized (this) {
            if (--holds == 0) {
                unused.addAll(parked.values());
                parked.clear();
            }
        }
        unused.forEach(SessionFeed::stop);
    }

    /** The parked feed of a route with the same {@code from}; otherwise any parked feed, because a route has changed. */
    synchronized Optional<SessionFeed> adopt(String from) {
        String key = parked.containsKey(from)
                ? from
                : parked.keySet().stream().findFirst().orElse(from);
        return Optional.ofNullable(parked.remove(key));
    }

    /**
     * Called when a route has stopped. During a hold its feed is parked for the next route, otherwise the feed ends.
     */
    void leave(String from, SessionFeed feed) throws InterruptedException {
        boolean kept;
        synchronized (this) {
            kept = holds > 0;
        }
        if (!kept) {
            feed.stop();
            return;
        }
        feed.detach();
        synchronized (this) {
            parked.put(from, feed);
        }
    }

    /** For the ids of the latest messages of one session. */
    static Set<String> newSeen() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new BoundedMap<>(REMEMBERED_MESSAGES)));
    }

    /**
     * What the merge of several sessions has seen since the start. Immutable.
     *
     * @param twins the number of copies that were dropped
     * @param withoutTwin the number of events that the leading session did not deliver in time
     * @param areComparable whether copies can be recognized; otherwise the relay goes on with one session
     */
    public record Copies(long twins, long withoutTwin, boolean areComparable) {}

    public Copies copies() {
        return new Copies(merged.twins().get(), merged.withoutTwin().get(), !isIncomparable);
    }

    /** The sessions of a route deliver events that differ. */
    void incomparable() {
        isIncomparable = true;
    }

    SessionMerge.Counters merged() {
        return merged;
    }

    /** Twitch's ids of the sessions that are live. */
    Set<String> live() {
        return live;
    }

    /** The ids of the latest messages of all sessions. */
    Set<String> seen() {
        return seen;
    }

    void add(EventSubSession session) {
        running.add(session);
    }

    void remove(EventSubSession session) {
        running.remove(session);
    }
}
