package dev.twitchrelay.auth;

/** Twitch refuses to refresh the tokens for good. The message gives the reason and the remedy. */
final class RefreshRefusedException extends Exception {
    private final boolean tokensDead;

    /** @param tokensDead false when the same tokens would work with another client id or secret */
    RefreshRefusedException(String message, boolean tokensDead) {
        super(message);
        this.tokensDead = tokensDead;
    }

    boolean tokensDead() {
        return tokensDead;
    }
}
