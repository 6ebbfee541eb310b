package dev.twitchrelay.auth;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What can be wrong with a sign-in, in the words that log, status, dashboard and {@code doctor} share. */
final class SignInCause {
    static final String OTHER_CLIENT =
            "the token was issued to another application than twitch.client-id names, so Twitch"
                    + " refuses it: set twitch.client-id (TWITCH_CLIENT_ID) to the application that the token came from, or sign in"
                    + " again";

    private static final String AUTH_URL = "twitch.auth.url (TWITCH_AUTH_URL)";

    private SignInCause() {}

    /** @param end null when it is not known */
    static String noRefreshToken(Instant end) {
        return "there is no refresh token: the token ends "
                + (end == null ? "some day" : "at " + end.truncatedTo(ChronoUnit.SECONDS))
                + ", then nobody is signed in";
    }

    /** Twitch has each path that it is asked for, and answers with JSON, so what does not is not Twitch. */
    static IOException wrongAddress(String address, int status) {
        return new IOException("the address is wrong: " + address + " answered " + status
                + (status == 200 ? ", but not with JSON" : "") + ": set " + AUTH_URL
                + " to https://id.twitch.tv/oauth2, or leave it out");
    }

    static IOException unreachable(String address, Throwable failure) {
        String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new IOException("no answer from " + address + ", which comes from " + AUTH_URL + ": " + why, failure);
    }
}
