package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import java.time.Duration;

/**
 * Twitch asked to move (<a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#reconnect-message">Reconnect
 * message</a>): a second socket is opened to the URL it gave, the old one is read on until the new one is welcomed, and only
 * then closed; closing it earlier makes Twitch answer 4007. The subscriptions move along and are not created again.
 */
final class HandingOverState extends SessionState {
    /** The pause before another attempt, and before a move that is asked for right after the last one. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private final boolean hasty;
    private String url;
    private Link next;
    private Loop.Timer deadline;
    private Loop.Timer retry;

    /** @param hasty whether the last move has only just ended: then this one waits a moment, against a peer gone mad */
    HandingOverState(EventSubSession session, Link old, String url, boolean hasty) {
        super(session, old);
        this.url = url;
        this.hasty = hasty;
    }

    @Override
    String name() {
        return "handing over";
    }

    @Override
    Link link() {
        return next;
    }

    @Override
    void enter() {
        deadline = session.schedule(
                session.settings().handoverTimeout(), () -> giveUp("the reconnect was not welcomed in time"));
        if (hasty) {
            retry = session.schedule(RETRY, this::openNext);
        } else {
            openNext();
        }
    }

    @Override
    void leave() {
        deadline.cancel();
        if (retry != null) {
            retry.cancel();
        }
    }

    @Override
    void welcome(Link welcomed, Welcome welcome) {
        if (welcomed == next) {
            closeOld();
            session.handedOver(welcome);
            session.become(new LiveState(session, next));
        }
    }

    /** Twitch changed its mind about the URL: the newest one wins. */
    @Override
    void reconnect(Link asked, Reconnect reconnect) {
        if (asked == old) {
            url = reconnect.url();
            if (next != null) {
                next.drop();
            }
            openNext();
        }
    }

    @Override
    void lost(Loss loss) {
        next = null;
        if (loss.code() == CloseCode.INVALID_RECONNECT) {
            giveUp(loss.text());
        } else {
            retry = session.schedule(RETRY, this::openNext);
        }
    }

    private void openNext() {
        if (retry != null) {
            retry.cancel();
        }
        next = session.newLink(url);
        session.open(next);
    }

    /** A fresh session it is; until it is there, the old socket may still deliver. */
    private void giveUp(String reason) {
        if (next != null) {
            next.drop();
        }
        session.become(WaitingState.next(session, reason, old));
    }
}
