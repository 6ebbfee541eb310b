package dev.twitchrelay.eventsub;

/**
 * The reasons for which Twitch closes a WebSocket, each with the client's reaction.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#close-message">Close message</a>
 */
enum CloseCode {
    INTERNAL_SERVER_ERROR(4000, Reaction.BACK_OFF, "Twitch had an internal error"),
    CLIENT_SENT_INBOUND_TRAFFIC(4001, Reaction.LONG_PAUSE_WHEN_REPEATED, "the client sent something other than a pong"),
    CLIENT_FAILED_PING_PONG(4002, Reaction.BACK_OFF, "a ping was not answered in time"),
    CONNECTION_UNUSED(4003, Reaction.LONG_PAUSE_WHEN_HOPELESS, "no subscription was created in time"),
    RECONNECT_GRACE_TIME_EXPIRED(4004, Reaction.BACK_OFF, "the reconnect was not completed in time"),
    NETWORK_TIMEOUT(4005, Reaction.BACK_OFF, "Twitch could not write in time"),
    NETWORK_ERROR(4006, Reaction.BACK_OFF, "Twitch had a network error"),
    INVALID_RECONNECT(4007, Reaction.BACK_OFF, "the reconnect URL was not valid"),
    NORMAL(1000, Reaction.BACK_OFF, "the connection was closed"),
    GOING_AWAY(1001, Reaction.BACK_OFF, "the server went away"),
    ABNORMAL(1006, Reaction.BACK_OFF, "the connection broke without a close frame"),
    UNKNOWN(-1, Reaction.BACK_OFF, "the connection was closed");

    /** The pause before the next attempt to connect. No reaction reconnects without a pause. */
    enum Reaction {
        /** The next step of the backoff. */
        BACK_OFF,
        /**
         * The next step of the backoff for the first close, because it may be an accident; the longest pause when the
         * same code comes again within an hour, because then the fault is ours. {@link SessionPauses} counts.
         */
        LONG_PAUSE_WHEN_REPEATED,
        /** As {@link #LONG_PAUSE_WHEN_REPEATED}, but the long pause only when no subscription can succeed. */
        LONG_PAUSE_WHEN_HOPELESS
    }

    private final int code;
    private final Reaction reaction;
    private final String meaning;

    CloseCode(int code, Reaction reaction, String meaning) {
        this.code = code;
        this.reaction = reaction;
        this.meaning = meaning;
    }

    static CloseCode of(int code) {
        for (CloseCode known : values()) {
            if (known.code == code) {
                return known;
            }
        }
        return UNKNOWN;
    }

    Reaction reaction() {
        return reaction;
    }

    String meaning() {
        return meaning;
    }
}
