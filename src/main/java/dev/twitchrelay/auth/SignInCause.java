package dev.twitchrelay.auth;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Texts for the faults of a sign-in, shared by the log, the status, the dashboard and {@code doctor}. */
final class SignInCause {
    static final String OTHER_CLIENT =
            "the token was issued to another application than twitch.client-id names, so Twitch"
                    + " refuses it: set twitch.client-id (TWITCH_CLIENT_ID) to the application that the token came from, or sign in"
                    + " again";

    private static final String AUTH_URL = "twitch.auth.url (TWITCH_AUTH_URL)";

    private SignInCause() {}

    /** @param end the end of the token, or null when it is not known */
    static String noRefreshToken(Instant end) {
        return "there is no refresh token, so the sign-in ends "
                + (end == null ? "with the access token" : "at " + end.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Twitch has each of the paths and answers with JSON, so a server that does not is not Twitch. */
    static IOException wrongAddress(String address, int status) {
        return new IOException("the address is wrong: " + address + " answered " + status
                + (status == 200 ? ", but not with JSON" : "") + ": set " + AUTH_URL
                + " to https://id.twitch.tv/oauth2, or leave it out");
    }

    static IOException unreachable(String address, Throwable failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new IOException(
                "no answer from " + address + ", the address of the setting " + AUTH_URL + ": " + reason, failure);
    }
}
