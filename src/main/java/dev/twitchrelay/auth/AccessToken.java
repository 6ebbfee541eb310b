package dev.twitchrelay.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A user access token. {@link #toString()} hides its value, so an accidental log line does no harm. Immutable.
 *
 * @param value the token as Twitch issued it, never blank
 */
public record AccessToken(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccessToken {
        if (Objects.requireNonNull(value).isBlank()) {
            throw new IllegalArgumentException("the access token is blank");
        }
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
