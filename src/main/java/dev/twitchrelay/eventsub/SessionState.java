package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;

/**
 * A state of a session. Each subclass reacts to the events of its sockets and moves the session to the next state. It
 * ignores sockets that are neither {@link #socket()} nor {@link #old}. Confined to the session's {@link SessionLoop}.
 */
abstract class SessionState {
    final EventSubSession session;

    /**
     * The old socket while its successor is not ready, or null. It still delivers messages, but the session does not
     * depend on it.
     */
    SessionSocket old;

    SessionState(EventSubSession session, SessionSocket old) {
        this.session = session;
        this.old = old;
    }

    /** The state's name, for people. */
    abstract String name();

    /** Why the session is not live, for people; null when there is nothing to say. */
    String reason() {
        return null;
    }

    /** The socket of this state, or null. */
    SessionSocket socket() {
        return null;
    }

    void enter() {}

    /** Called when another state takes over. That state gets the sockets. */
    void leave() {}

    void welcome(SessionSocket socket, Welcome welcome) {}

    void reconnect(SessionSocket socket, Reconnect reconnect) {}

    /** The socket of {@link #socket()} has ended. */
    void lost(Disconnection disconnection) {}

    /** The old socket has ended. It was the last socket that subscriptions delivered to, so the subscriptions end. */
    void oldLost() {
        session.subscriptions().end();
    }

    boolean owns(SessionSocket candidate) {
        return candidate != null && (candidate == socket() || candidate == old);
    }

    final void closeOld() {
        if (old != null) {
            old.close();
            old = null;
        }
    }
}
