package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.kit.BoundedMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The sessions that routes run at the moment: one, unless several routes consume {@code twitch-eventsub:}. It also
 * keeps a session connected while its route's file is replaced. Created once at the start; consumers, the sign-in, the
 * health page and the cluster call it. Thread-safe.
 */
public final class EventSubSessions {
    private static final int REMEMBERED_MESSAGES = 65_536;

    private final Set<EventSubSession> running = ConcurrentHashMap.newKeySet();
    private final Map<String, SessionFeed> parked = new HashMap<>();

    /**
     * The ids of the latest messages, for finding repeats. Twitch may deliver a message several times, each time with
     * the same id (<a href="https://dev.twitch.tv/docs/eventsub/#handling-duplicate-events">Handling duplicate
     * events</a>) and on any socket, so the ids are kept longer than sockets and sessions. At any real rate their
     * number covers far more than the ten minutes that Twitch names. All sessions share them, because a session that
     * replaces another one may get its messages again.
     */
    private final Set<String> seen = newSeen();

    private final Set<String> live = ConcurrentHashMap.newKeySet();
    private final SessionMerge.Counters merged = new SessionMerge.Counters();

    private Duration linger = Duration.ZERO;
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
     * Begins a hold. Until the returned object is closed, the session of a route that stops stays connected and keeps
     * its messages for the next route with the same {@code from}. A session that no route has taken over at the end of
     * the hold is closed.
     */
    public synchronized AutoCloseable hold() {
        holds++;
        return () -> {
            if (linger.isZero()) {
                release();
            } else {
                CompletableFuture.delayedExecutor(linger.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::release);
            }
        };
    }

    /**
     * Extends every hold by this time. A route of a cluster needs it, because it begins to consume later than it
     * starts.
     */
    public synchronized void lingerFor(Duration duration) {
        linger = duration;
    }

    /** Another relay has received and published this message. If Twitch sends it here too, it counts as a repeat. */
    public void received(String messageId) {
        seen.add(messageId);
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

    /** The parked feed of a route with the same {@code from}, or empty. */
    synchronized Optional<SessionFeed> adopt(String from) {
        return Optional.ofNullable(parked.remove(from));
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

    /** The number of copies of events, from several sessions, that were dropped. */
    public long twins() {
        return merged.twins().get();
    }

    /** The number of events that only one of several sessions delivered in time. */
    public long withoutTwin() {
        return merged.withoutTwin().get();
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
