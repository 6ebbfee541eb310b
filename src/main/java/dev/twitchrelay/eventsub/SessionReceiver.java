package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Welcome;

/** Gets what a session receives, on the loop. */
interface SessionReceiver {
    /** A fresh session is welcome. Events may have been missed before. */
    void began(Welcome welcome);

    /** A notification or a revocation. */
    void received(EventSubMessage message);

    /** Twitch has sent something, such as a keepalive. */
    default void heard() {}

    /** No socket delivers any more. */
    default void ended() {}
}
