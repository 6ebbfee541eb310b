package dev.twitchrelay.eventsub;

/** The session is not started or has ended. */
final class StoppedState extends SessionState {
    StoppedState(EventSubSession session) {
        super(session, null);
    }

    @Override
    String name() {
        return "stopped";
    }
}
