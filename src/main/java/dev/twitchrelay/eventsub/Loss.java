package dev.twitchrelay.eventsub;

/**
 * How a socket was lost.
 *
 * @param code what Twitch closed it with, {@link CloseCode#UNKNOWN} when it was not closed by a code
 * @param text for people
 */
record Loss(CloseCode code, String text) {
    static Loss closed(int code) {
        CloseCode known = CloseCode.of(code);
        return new Loss(known, "close code " + code + ": " + known.meaning());
    }

    static Loss because(String text) {
        return new Loss(CloseCode.UNKNOWN, text);
    }
}
