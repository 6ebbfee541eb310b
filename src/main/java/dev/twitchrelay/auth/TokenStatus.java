package dev.twitchrelay.auth;

import java.time.Instant;
import java.util.List;

/**
 * The status of the token, without the token. Immutable.
 *
 * @param signedIn whether Twitch has accepted the token
 * @param user the login name of the token's user, or null
 * @param channel the login name of the relayed channel, or null
 * @param scopes the granted scopes, in alphabetical order
 * @param expiresAt the end of the token, or null
 * @param problem the fault and its remedy in one sentence, or null
 * @param warning a fault that will end the sign-in later, or null
 */
public record TokenStatus(
        boolean signedIn,
        String user,
        String channel,
        List<String> scopes,
        Instant expiresAt,
        String problem,
        String warning) {
    /** The status at this moment. */
    public static TokenStatus of(Accounts accounts, TokenProvider tokens) {
        Account account = accounts.current();
        String problem = tokens.problem() == null ? accounts.problem() : tokens.problem();
        return account == null
                ? new TokenStatus(false, null, null, List.of(), null, problem, tokens.warning())
                : new TokenStatus(
                        problem == null,
                        account.userLogin(),
                        account.broadcasterLogin(),
                        account.scopes().stream().sorted().toList(),
                        account.expiresAt(),
                        problem,
                        tokens.warning());
    }
}
