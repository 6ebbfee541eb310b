package dev.twitchrelay.eventsub;

import java.time.Duration;

/** The pause between two attempts to connect. */
final class WaitingState extends SessionState {
    private final Duration delay;
    private final String reason;
    private SessionLoop.Timer timer;

    private WaitingState(EventSubSession session, Duration delay, String reason, SessionSocket old) {
        super(session, old);
        this.delay = delay;
        this.reason = reason;
    }

    /** Waits for the next step of the backoff. */
    static WaitingState next(EventSubSession session, String reason, SessionSocket old) {
        return new WaitingState(session, session.nextDelay(), reason, old);
    }

    /** Waits for the longest pause of the backoff, because the fault needs a person or much time. */
    static WaitingState longest(EventSubSession session, String reason, SessionSocket old) {
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
