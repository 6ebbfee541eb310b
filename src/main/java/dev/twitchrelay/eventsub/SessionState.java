package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;

/**
 * What a session is doing; one class each. A state reacts to what happens to its sockets and moves the session to the next
 * state; sockets that are neither its own nor {@link #old} do not exist for it. Confined to the session's {@link Loop}.
 */
abstract class SessionState {
    final EventSubSession session;

    /** A socket whose successor is not ready yet: it still delivers, and nothing is expected of it. May be null. */
    Link old;

    SessionState(EventSubSession session, Link old) {
        this.session = session;
        this.old = old;
    }

    /** For people. */
    abstract String name();

    /** Why the session is not live, for people; null when there is nothing to say. */
    String reason() {
        return null;
    }

    /** The socket that this state is about, or null. */
    Link link() {
        return null;
    }

    void enter() {}

    /** Another state takes over, and with it the sockets. */
    void leave() {}

    void welcome(Link link, Welcome welcome) {}

    void reconnect(Link link, Reconnect reconnect) {}

    /** The socket of {@link #link()} is lost. */
    void lost(Loss loss) {}

    /** {@link #old} is lost: with it the last socket on which subscriptions delivered. */
    void oldLost() {
        session.subscriptions().end();
    }

    boolean owns(Link candidate) {
        return candidate != null && (candidate == link() || candidate == old);
    }

    final void closeOld() {
        if (old != null) {
            old.close();
            old = null;
        }
    }
}
