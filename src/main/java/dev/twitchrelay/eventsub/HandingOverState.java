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
    private long opened;

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
        opened = hasty ? session.nanoTime() : session.nanoTime() - RETRY.toNanos();
        openNextUnlessHasty();
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

    /** Twitch changed its mind about the URL: the newest one wins. The same one again says nothing new. */
    @Override
    void reconnect(Link asked, Reconnect reconnect) {
        if (asked == old && !reconnect.url().equals(url)) {
            url = reconnect.url();
            if (next != null) {
                next.drop();
                next = null;
            }
            openNextUnlessHasty();
        }
    }

    /** The attempt under way may still succeed; a further one has no time left. */
    @Override
    void oldLost() {
        if (next == null) {
            giveUp("the old connection ended before the new one was ready");
        }
    }

    @Override
    void lost(Loss loss) {
        next = null;
        if (loss.code() == CloseCode.INVALID_RECONNECT || old == null) {
            giveUp(loss.text());
        } else {
            retry = session.schedule(RETRY, this::openNext);
        }
    }

    private void openNext() {
        if (retry != null) {
            retry.cancel();
        }
        opened = session.nanoTime();
        next = session.newLink(url);
        session.open(next);
    }

    /** A peer that asks again and again does not make us connect again and again. */
    private void openNextUnlessHasty() {
        if (session.nanoTime() - opened >= RETRY.toNanos()) {
            openNext();
        } else {
            if (retry != null) {
                retry.cancel();
            }
            retry = session.schedule(RETRY, this::openNext);
        }
    }

    /** A fresh session it is; until it is there, the old socket may still deliver. */
    private void giveUp(String reason) {
        if (next != null) {
            next.drop();
        }
        if (old == null) {
            session.subscriptions().end();
        }
        session.become(WaitingState.next(session, reason, old));
    }
}
