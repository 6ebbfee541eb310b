package dev.twitchrelay.simulator;

/** A request that Twitch answers with an error. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;

    Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }
}
