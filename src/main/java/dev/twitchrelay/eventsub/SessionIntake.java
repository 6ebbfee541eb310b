package dev.twitchrelay.eventsub;

/** Takes what the sessions of a route receive. All calls come from the sessions' loop. */
interface SessionIntake {
    /** Gets what one session receives. */
    interface Member extends SessionReceiver {
        /** Whether the session has a socket that delivers, and its events count. */
        boolean isLive();
    }

    Member member(EventSubSession session);

    /** Called about once a second. */
    void look();
}
