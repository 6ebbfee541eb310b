package dev.twitchrelay.auth;

/** There is no token that Twitch accepts, and only a person can change that. The message says what to do. */
public final class SignInRequiredException extends RuntimeException {
    public SignInRequiredException(String message) {
        super(message);
    }
}
