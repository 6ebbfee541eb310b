package dev.twitchrelay.auth;

import java.util.List;

/**
 * How the sign-in is doing, for everybody: nothing in it helps to sign in. What does is a {@link SignInCode}.
 *
 * @param signedIn whether there is a token that Twitch took last time
 * @param state {@code signed in}; {@code starting} while Twitch is asked for a code; {@code waiting} while a code waits to be
 *     entered; {@code required} when somebody has to ask for a fresh code
 * @param problem null while all is well, otherwise one sentence: what is wrong and what to do
 * @param refused null, or one sentence about the last account that entered a code and was not let in
 * @param secondsLeft until the code ends; only while waiting
 * @param scopes what is asked for, and why
 */
public record SignInStatus(
        boolean signedIn,
        String state,
        String problem,
        String refused,
        Long secondsLeft,
        List<RequiredScopes.Reasoned> scopes) {}
