package dev.twitchrelay.auth;

import java.util.Objects;

/**
 * A user access token. Its value never shows in {@link #toString()}, so it may be logged by accident without harm.
 *
 * @param value the token as Twitch issued it, never blank
 */
public record AccessToken(String value) {
    public AccessToken {
        if (Objects.requireNonNull(value).isBlank()) {
            throw new IllegalArgumentException("a blank access token");
        }
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
