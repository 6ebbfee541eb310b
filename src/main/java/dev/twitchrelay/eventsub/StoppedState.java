package dev.twitchrelay.eventsub;

/** Nothing is wanted. */
final class StoppedState extends SessionState {
    StoppedState(EventSubSession session) {
        super(session, null);
    }

    @Override
    String name() {
        return "stopped";
    }
}
