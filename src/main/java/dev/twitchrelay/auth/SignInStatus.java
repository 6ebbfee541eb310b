package dev.twitchrelay.auth;

import java.util.List;

/**
 * The status of the sign-in, without the {@link SignInCode}, because everybody may see it. Immutable.
 *
 * @param signedIn whether there is a token that Twitch accepted last time
 * @param state {@code signed in}; {@code starting} while Twitch is asked for a code; {@code waiting} while a code can
 *     be entered; {@code required} when somebody has to ask for a fresh code
 * @param problem the fault and its remedy in one sentence, or null while all is well
 * @param refused one sentence about the last account that entered a code and was not let in, or null
 * @param secondsLeft the seconds until the code expires; only while waiting
 * @param scopes the scopes that the relay asks for, each with its reason
 */
public record SignInStatus(
        boolean signedIn,
        String state,
        String problem,
        String refused,
        Long secondsLeft,
        List<RequiredScopes.Reasoned> scopes) {}
