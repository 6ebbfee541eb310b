package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.ScopeNeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The sessions that routes run at the moment: one, unless somebody wrote two such routes. Thread-safe. */
public final class EventSubSessions {
    private static final int REMEMBERED_MESSAGES = 65_536;

    private final Set<EventSubSession> running = ConcurrentHashMap.newKeySet();
    private final Map<String, SessionFeed> parked = new HashMap<>();
    private final SeenMessages seen = new SeenMessages(REMEMBERED_MESSAGES);
    private Duration linger = Duration.ZERO;
    private int holds;

    /** Nothing was received before. */
    public EventSubSessions() {
        this(List.of());
    }

    /** @param received ids of messages that were received before the start and worked off, oldest first */
    public EventSubSessions(Collection<String> received) {
        received.forEach(seen::add);
    }

    /** How they are doing; empty while no route consumes {@code twitch-eventsub:}. */
    public List<SessionStatus> statuses() {
        return running.stream().map(EventSubSession::status).toList();
    }

    /** What the event types of all routes need the user to grant. */
    public List<ScopeNeed> scopeNeeds() {
        return running.stream()
                .flatMap(session -> session.scopeNeeds().stream())
                .toList();
    }

    /** Somebody signed in: sessions that wait for that go on at once, and what was not permitted is tried again. */
    public void signedIn() {
        running.forEach(EventSubSession::signedIn);
    }

    /** Somebody signed out: nothing that was granted is received any more. */
    public void signedOut() {
        running.forEach(EventSubSession::signedOut);
    }

    /**
     * Until the answer is closed, a session whose route stops stays connected and keeps its messages for the next route
     * with the same {@code from}. Sessions that none has taken over by then end.
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

    /** From now on what is held waits so long after the hold's end, for routes that begin to consume later than they start. */
    public synchronized void lingerFor(Duration duration) {
        linger = duration;
    }

    /** Another relay has received and published a message; should it come here, too, it is a repeat. */
    public void received(String messageId) {
        seen.add(messageId);
    }

    private void release() {
        List<SessionFeed> left = new ArrayList<>();
        synchronized (this) {
            if (--holds == 0) {
                left.addAll(parked.values());
                parked.clear();
            }
        }
        left.forEach(SessionFeed::stop);
    }

    /** The feed that a route with the same {@code from} has left, if any. */
    synchronized Optional<SessionFeed> adopt(String from) {
        return Optional.ofNullable(parked.remove(from));
    }

    /** A route has stopped: its feed waits for the next one, or ends. */
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

    /** What all sessions have received: one that takes over from another knows what that one has seen. */
    SeenMessages seen() {
        return seen;
    }

    void add(EventSubSession session) {
        running.add(session);
    }

    void remove(EventSubSession session) {
        running.remove(session);
    }
}
