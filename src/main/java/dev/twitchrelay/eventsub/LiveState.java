package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;

/** Welcomed, and subscribed as far as Twitch allows. */
final class LiveState extends SessionState {
    private final Link link;
    private Loop.Timer healthy;
    private long since;

    LiveState(EventSubSession session, Link link) {
        super(session, null);
        this.link = link;
    }

    @Override
    String name() {
        return "live";
    }

    @Override
    Link link() {
        return link;
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
    void reconnect(Link asked, Reconnect reconnect) {
        boolean hasty = session.nanoTime() - since < HandingOverState.RETRY.toNanos();
        session.become(new HandingOverState(session, link, reconnect.url(), hasty));
    }

    @Override
    void lost(Loss loss) {
        boolean again = session.lostBefore(loss.code());
        boolean pauseLong =
                switch (loss.code().reaction()) {
                    case LONG_PAUSE_WHEN_REPEATED -> again;
                    case LONG_PAUSE_WHEN_HOPELESS ->
                        again && session.subscriptions().hopeless();
                    case BACK_OFF -> false;
                };
        session.subscriptions().end();
        session.become(
                pauseLong
                        ? WaitingState.longest(session, loss.text(), null)
                        : WaitingState.next(session, loss.text(), null));
    }
}
