package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;

/** A fresh socket is on its way to the welcome. */
final class ConnectingState extends SessionState {
    private final Account account;
    private Link link;

    ConnectingState(EventSubSession session, Account account, Link old) {
        super(session, old);
        this.account = account;
    }

    @Override
    String name() {
        return "connecting";
    }

    @Override
    Link link() {
        return link;
    }

    @Override
    void enter() {
        link = session.newLink(session.url());
        session.open(link);
    }

    @Override
    void welcome(Link welcomed, Welcome welcome) {
        if (welcomed == link) {
            // two subscribed sessions at once would deliver everything twice
            closeOld();
            session.become(new LiveState(session, link));
            session.freshSession(welcome, account);
        }
    }

    @Override
    void lost(Loss loss) {
        session.become(WaitingState.next(session, loss.text(), old));
    }
}
