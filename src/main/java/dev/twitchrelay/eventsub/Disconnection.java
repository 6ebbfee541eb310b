package dev.twitchrelay.eventsub;

/**
 * The end of a socket that the session did not close itself.
 *
 * @param code the close code, or {@link CloseCode#UNKNOWN} when the socket ended without a code
 * @param text the reason, for people
 */
record Disconnection(CloseCode code, String text) {
    static Disconnection closed(int code) {
        CloseCode known = CloseCode.of(code);
        return new Disconnection(known, "close code " + code + ": " + known.meaning());
    }

    static Disconnection because(String text) {
        return new Disconnection(CloseCode.UNKNOWN, text);
    }
}
