package dev.twitchrelay.auth;

import java.util.List;

/** The text in the log that asks a person to sign in. */
final class SignInNotice {
    private SignInNotice() {}

    /** @param channel the login name that has to sign in, or empty for any account */
    static String of(DeviceCode code, String channel, long secondsLeft, List<RequiredScopes.Reasoned> scopes) {
        StringBuilder text = new StringBuilder("sign in to Twitch")
                .append(channel.isEmpty() ? "" : " as " + channel + ", the channel in twitch.channel")
                .append("\n\n")
                .append("    open   ")
                .append(code.verificationUri())
                .append("\n    code   ")
                .append(code.userCode())
                .append("\n    valid  ")
                .append(Math.max(1, Math.round(secondsLeft / 60.0)))
                .append(" min\n");
        if (!scopes.isEmpty()) {
            text.append("\n    Twitch will ask you to allow\n");
            scopes.forEach(scope -> text.append(String.format("      %-30s %s%n", scope.scope(), scope.reason())));
        }
        return text.toString();
    }
}
