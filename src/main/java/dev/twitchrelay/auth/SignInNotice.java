package dev.twitchrelay.auth;

import java.util.List;

/** What the console says to a person who is to sign in. */
final class SignInNotice {
    private SignInNotice() {}

    static String of(DeviceCode code, long secondsLeft, List<RequiredScopes.Reasoned> scopes) {
        StringBuilder text = new StringBuilder("sign in to Twitch\n\n")
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
