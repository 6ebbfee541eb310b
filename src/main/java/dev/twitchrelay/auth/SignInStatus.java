package dev.twitchrelay.auth;

import java.util.List;

/**
 * How the sign-in is doing, for people and pages. The device code, which is a secret, is not in it.
 *
 * @param signedIn whether there is a token that Twitch took last time
 * @param state {@code signed in}; {@code starting} while Twitch is asked for a code; {@code waiting} while a code waits to be
 *     entered; {@code required} when somebody has to ask for a fresh code
 * @param problem null while all is well, otherwise one sentence: what is wrong and what to do
 * @param verificationUri where to enter the code, which is part of it already; only while waiting
 * @param userCode only while waiting
 * @param secondsLeft until the code ends; only while waiting
 * @param qrCode path of the verification address as a picture; only while waiting
 * @param scopes what is asked for, and why
 */
public record SignInStatus(
        boolean signedIn,
        String state,
        String problem,
        String verificationUri,
        String userCode,
        Long secondsLeft,
        String qrCode,
        List<RequiredScopes.Reasoned> scopes) {}
