package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.SignInRequiredException;
import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.eventsub.SessionSocket.Disconnection;
import dev.twitchrelay.kit.Failures;
import java.time.Duration;

/**
 * A state of a session: {@link StoppedState}, {@link SigningInState}, {@link ConnectingState}, {@link LiveState},
 * {@link HandingOverState} or {@link WaitingState}. Each state reacts to the events of its sockets and moves the
 * session to the next state. It ignores sockets that are neither {@link #socket()} nor {@link #old}. Confined to the
 * session's {@link SessionLoop}.
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
        session.subscriptions.end();
    }

    boolean owns(SessionSocket candidate) {
        return candidate != null && (candidate == socket() || candidate == old);
    }

    /** Whether notifications may come. */
    boolean delivers() {
        return old != null;
    }

    final void closeOld() {
        if (old != null) {
            old.close();
            old = null;
        }
    }

    /** The session is not started or has ended. */
    static final class StoppedState extends SessionState {
        StoppedState(EventSubSession session) {
            super(session, null);
        }

        @Override
        String name() {
            return "stopped";
        }
    }

    /**
     * The session asks Twitch for the account of the token before it opens a socket. It asks first because Twitch
     * closes a socket without subscriptions after 10 s (<a
     * href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#close-message">4003</a>), and a refresh of
     * the token could take longer.
     */
    static final class SigningInState extends SessionState {
        SigningInState(EventSubSession session, SessionSocket old) {
            super(session, old);
        }

        @Override
        String name() {
            return "signing in";
        }

        @Override
        void enter() {
            session.account()
                    .whenComplete((account, failure) -> session.loop.execute(() -> {
                        if (session.isIn(this)) {
                            answered(account, failure);
                        }
                    }));
        }

        private void answered(Account account, Throwable failure) {
            if (failure == null) {
                session.become(new ConnectingState(session, account, old));
                return;
            }
            Throwable cause = Failures.cause(failure);
            String reason = String.valueOf(cause.getMessage());
            session.become(
                    cause instanceof SignInRequiredException
                            ? WaitingState.longest(session, reason, old)
                            : WaitingState.next(
                                    session, "cannot ask Twitch for the account of the token: " + reason, old));
        }
    }

    /** A fresh socket is being opened; the session waits for Twitch's welcome on it. */
    static final class ConnectingState extends SessionState {
        private final Account account;
        private SessionSocket socket;

        ConnectingState(EventSubSession session, Account account, SessionSocket old) {
            super(session, old);
            this.account = account;
        }

        @Override
        String name() {
            return "connecting";
        }

        @Override
        SessionSocket socket() {
            return socket;
        }

        @Override
        void enter() {
            socket = new SessionSocket(session, session.url);
            session.open(socket);
        }

        @Override
        void welcome(SessionSocket welcomed, Welcome welcome) {
            if (welcomed == socket) {
                // the old socket ends first, because two subscribed sessions would deliver every event twice
                closeOld();
                session.become(new LiveState(session, socket));
                session.freshSession(welcome, account);
            }
        }

        @Override
        void lost(Disconnection disconnection) {
            session.become(WaitingState.next(session, disconnection.text(), old));
        }
    }

    /** The session is welcomed and has the subscriptions that Twitch allows. */
    static final class LiveState extends SessionState {
        private final SessionSocket socket;
        private SessionLoop.Timer healthy;
        private long since;

        LiveState(EventSubSession session, SessionSocket socket) {
            super(session, null);
            this.socket = socket;
        }

        @Override
        boolean delivers() {
            return true;
        }

        @Override
        String name() {
            return "live";
        }

        @Override
        SessionSocket socket() {
            return socket;
        }

        @Override
        void enter() {
            since = session.loop.nanoTime();
            checkHealthLater();
        }

        private void checkHealthLater() {
            healthy = session.loop.schedule(session.limits.healthyAfter(), () -> {
                if (!session.healthy()) {
                    checkHealthLater();
                }
            });
        }

        @Override
        void leave() {
            healthy.cancel();
        }

        @Override
        void reconnect(SessionSocket asked, Reconnect reconnect) {
            boolean hasty = session.loop.nanoTime() - since < HandingOverState.RETRY.toNanos();
            session.become(new HandingOverState(session, socket, reconnect.url(), hasty));
        }

        @Override
        void lost(Disconnection disconnection) {
            boolean repeated = session.pauses.isRepeated(disconnection.code(), session.loop.nanoTime());
            boolean pauseLong =
                    switch (disconnection.code().reaction()) {
                        case LONG_PAUSE_WHEN_REPEATED -> repeated;
                        case LONG_PAUSE_WHEN_HOPELESS -> repeated && session.subscriptions.hopeless();
                        case BACK_OFF -> false;
                    };
            session.subscriptions.end();
            session.become(
                    pauseLong
                            ? WaitingState.longest(session, disconnection.text(), null)
                            : WaitingState.next(session, disconnection.text(), null));
        }
    }

    /** The pause between two attempts to connect. */
    static final class WaitingState extends SessionState {
        private final Duration delay;
        private final String reason;
        private final boolean isRefused;
        private SessionLoop.Timer timer;

        private WaitingState(
                EventSubSession session, Duration delay, String reason, boolean isRefused, SessionSocket old) {
            super(session, old);
            this.delay = delay;
            this.reason = reason;
            this.isRefused = isRefused;
        }

        /** Waits for the next step of the backoff. */
        static WaitingState next(EventSubSession session, String reason, SessionSocket old) {
            return new WaitingState(session, session.pauses.next(), reason, false, old);
        }

        /** Waits for the longest pause of the backoff, because the fault needs a person or much time. */
        static WaitingState longest(EventSubSession session, String reason, SessionSocket old) {
            return new WaitingState(session, session.pauses.longest(), reason, false, old);
        }

        /** Waits because Twitch allows the relay no further session. */
        static WaitingState refused(EventSubSession session, String reason) {
            return new WaitingState(session, session.pauses.refused(), reason, true, null);
        }

        /** Whether Twitch allows the relay no further session. */
        boolean isRefused() {
            return isRefused;
        }

        @Override
        String name() {
            return "waiting";
        }

        @Override
        String reason() {
            return reason;
        }

        Duration delay() {
            return delay;
        }

        @Override
        void enter() {
            timer = session.loop.schedule(delay, this::proceed);
        }

        @Override
        void leave() {
            timer.cancel();
        }

        /** Ends the pause. */
        void proceed() {
            session.become(new SigningInState(session, old));
        }
    }
}
