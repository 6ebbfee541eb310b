package dev.twitchrelay.eventsub;

import java.time.Duration;

/** Between two attempts. */
final class WaitingState extends SessionState {
    private final Duration delay;
    private final String reason;
    private Loop.Timer timer;

    private WaitingState(EventSubSession session, Duration delay, String reason, Link old) {
        super(session, old);
        this.delay = delay;
        this.reason = reason;
    }

    /** Waits for the next step of the backoff. */
    static WaitingState next(EventSubSession session, String reason, Link old) {
        return new WaitingState(session, session.nextDelay(), reason, old);
    }

    /** Waits as long as the backoff ever does: what is wrong needs a person or a long time. */
    static WaitingState longest(EventSubSession session, String reason, Link old) {
        return new WaitingState(session, session.longestDelay(), reason, old);
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
        timer = session.schedule(delay, this::proceed);
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
