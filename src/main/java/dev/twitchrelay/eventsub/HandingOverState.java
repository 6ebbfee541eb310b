package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.eventsub.SessionSocket.Disconnection;
import java.time.Duration;

/**
 * Twitch asked to move to another URL (<a
 * href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#reconnect-message">Reconnect message</a>). The
 * session opens a second socket, reads the old socket until the second is welcomed, and closes the old socket only
 * then, because Twitch answers 4007 when it is closed earlier. Twitch moves the subscriptions, so they are not created
 * again.
 */
final class HandingOverState extends SessionState {
    /**
     * The pause before another attempt to connect, and before a move that Twitch asks for within this time after the
     * last move.
     */
    static final Duration RETRY = Duration.ofSeconds(1);

    private final boolean hasty;
    private String url;
    private SessionSocket next;
    private SessionLoop.Timer deadline;
    private SessionLoop.Timer retry;
    private long opened;

    /**
     * @param hasty whether the last move ended less than {@link #RETRY} ago; then this move waits, because a faulty
     *     peer could ask for moves without end
     */
    HandingOverState(EventSubSession session, SessionSocket old, String url, boolean hasty) {
        super(session, old);
        this.url = url;
        this.hasty = hasty;
    }

    @Override
    boolean delivers() {
        return true;
    }

    @Override
    String name() {
        return "handing over";
    }

    @Override
    SessionSocket socket() {
        return next;
    }

    @Override
    void enter() {
        deadline = session.loop.schedule(
                session.limits.handoverTimeout(), () -> giveUp("the reconnect was not welcomed in time"));
        opened = hasty ? session.loop.nanoTime() : session.loop.nanoTime() - RETRY.toNanos();
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
    void welcome(SessionSocket welcomed, Welcome welcome) {
        if (welcomed == next) {
            closeOld();
            session.handedOver(welcome);
            session.become(new LiveState(session, next));
        }
    }

    /** Twitch named another URL, and the newest URL counts. A repeated URL changes nothing. */
    @Override
    void reconnect(SessionSocket asked, Reconnect reconnect) {
        if (asked == old && !reconnect.url().equals(url)) {
            url = reconnect.url();
            if (next != null) {
                next.close();
                next = null;
            }
            openNextUnlessHasty();
        }
    }

    /** An attempt that is under way may still succeed. There is no time for another attempt. */
    @Override
    void oldLost() {
        if (next == null) {
            giveUp("the old connection ended before the new one was ready");
        }
    }

    @Override
    void lost(Disconnection disconnection) {
        next = null;
        if (disconnection.code() == CloseCode.INVALID_RECONNECT || old == null) {
            giveUp(disconnection.text());
        } else {
            retry = session.loop.schedule(RETRY, this::openNext);
        }
    }

    private void openNext() {
        if (retry != null) {
            retry.cancel();
        }
        opened = session.loop.nanoTime();
        next = new SessionSocket(session, url);
        session.open(next);
    }

    /**
     * Opens the next socket, but not sooner than {@link #RETRY} after the last opening, because a faulty peer could
     * name new URLs without end.
     */
    private void openNextUnlessHasty() {
        if (session.loop.nanoTime() - opened >= RETRY.toNanos()) {
            openNext();
        } else {
            if (retry != null) {
                retry.cancel();
            }
            retry = session.loop.schedule(RETRY, this::openNext);
        }
    }

    /** Begins a fresh session. The old socket may deliver until the fresh session is welcomed. */
    private void giveUp(String reason) {
        if (next != null) {
            next.close();
        }
        if (old == null) {
            session.subscriptions.end();
        }
        session.become(WaitingState.next(session, reason, old));
    }
}
