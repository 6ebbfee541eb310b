package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.ScopeNeed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that routes run at the moment: one, unless somebody wrote two such routes. Thread-safe. */
public final class EventSubSessions {
    private final Set<EventSubSession> running = ConcurrentHashMap.newKeySet();

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

    void add(EventSubSession session) {
        running.add(session);
    }

    void remove(EventSubSession session) {
        running.remove(session);
    }
}
