package dev.twitchrelay.auth;

/** Twitch will not refresh, however often it is asked. The message says why and what to do. */
final class RefusedException extends Exception {
    private final boolean tokensDead;

    /** @param tokensDead false when another client id or secret would make the same tokens work */
    RefusedException(String message, boolean tokensDead) {
        super(message);
        this.tokensDead = tokensDead;
    }

    boolean tokensDead() {
        return tokensDead;
    }
}
