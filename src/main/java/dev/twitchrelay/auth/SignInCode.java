package dev.twitchrelay.auth;

/**
 * What a person needs to sign the relay in. Whoever has it can sign in with an account of their own, so it is for the log,
 * and for those whom {@code /api/sign-in} shows it; it is no part of any status.
 *
 * @param verificationUri where to enter the code, which is part of it already
 */
public record SignInCode(String verificationUri, String userCode) {
    @Override
    public String toString() {
        return "SignInCode[hidden]";
    }
}
