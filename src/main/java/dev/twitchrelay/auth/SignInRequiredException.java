package dev.twitchrelay.auth;

/** A person has to sign in, because there is no token that Twitch accepts. The message gives the remedy. */
public final class SignInRequiredException extends RuntimeException {
    /** The remedy, as the end of a sentence. */
    static final String SIGN_IN = "sign in with the code on the relay's page or in its log";

    public SignInRequiredException(String message) {
        super(message);
    }
}
