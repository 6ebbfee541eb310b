package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;

/** The session is welcomed and has the subscriptions that Twitch allows. */
final class LiveState extends SessionState {
    private final SessionSocket socket;
    private SessionLoop.Timer healthy;
    private long since;

    LiveState(EventSubSession session, SessionSocket socket) {
        super(session, null);
        this.socket = socket;
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
        since = session.nanoTime();
        checkHealthLater();
    }

    private void checkHealthLater() {
        healthy = session.schedule(session.settings().healthyAfter(), () -> {
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
        boolean hasty = session.nanoTime() - since < HandingOverState.RETRY.toNanos();
        session.become(new HandingOverState(session, socket, reconnect.url(), hasty));
    }

    @Override
    void lost(Disconnection disconnection) {
        boolean repeated = session.isRepeated(disconnection.code());
        boolean pauseLong =
                switch (disconnection.code().reaction()) {
                    case LONG_PAUSE_WHEN_REPEATED -> repeated;
                    case LONG_PAUSE_WHEN_HOPELESS ->
                        repeated && session.subscriptions().hopeless();
                    case BACK_OFF -> false;
                };
        session.subscriptions().end();
        session.become(
                pauseLong
                        ? WaitingState.longest(session, disconnection.text(), null)
                        : WaitingState.next(session, disconnection.text(), null));
    }
}
