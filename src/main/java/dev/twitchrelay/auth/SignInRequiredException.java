package dev.twitchrelay.auth;

/** A person has to sign in, because there is no token that Twitch accepts. The message gives the remedy. */
public final class SignInRequiredException extends RuntimeException {
    public SignInRequiredException(String message) {
        super(message);
    }
}
