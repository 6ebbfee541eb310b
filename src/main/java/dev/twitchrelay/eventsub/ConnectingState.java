package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;

/** A fresh socket is being opened; the session waits for Twitch's welcome on it. */
final class ConnectingState extends SessionState {
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
        socket = session.newSocket(session.url());
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
