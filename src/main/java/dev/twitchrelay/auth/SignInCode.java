package dev.twitchrelay.auth;

/**
 * The code that a person enters to sign the relay in. Everyone who has it can sign in with an account of their own, so
 * only the log and {@code /api/sign-in} show it, and no status contains it. Immutable.
 *
 * @param verificationUri the address where the code is entered; it already contains the code
 * @param userCode the code
 */
public record SignInCode(String verificationUri, String userCode) {
    @Override
    public String toString() {
        return "SignInCode[hidden]";
    }
}
