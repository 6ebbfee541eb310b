/**
 * The relay's identity at Twitch: the user access token, its renewal, its account, and calls to Helix with the token.
 * Every user of the token asks {@code TokenProvider} at the moment of use and keeps no copy.
 *
 * <p>Decisions about tokens:
 *
 * <ul>
 *   <li>{@code TokenProvider}: when a token that Twitch refused is renewed, once for all callers, and how often
 *       without Twitch's confirmation; when only a person can help, so that the sign-in has ended
 *   <li>{@code RefreshTimer}: how long before its end a token is renewed when nobody asks for it; the pause after a
 *       renewal that failed
 *   <li>{@code OAuthClient}: the meaning of Twitch's answers about tokens: whether a refusal is final, and whether
 *       the client id, the client secret or the address is to blame; the time limit of these calls
 *   <li>{@code ConfiguredTokens}: whether the tokens of the settings have changed since they were stored
 *   <li>{@code StoredSignIn}: whether the stored tokens or the tokens of the settings are used at the start; tokens
 *       of another client id are not used
 *   <li>{@code TokenChanges}: how several processes share the stored tokens, and how long a process waits for
 *       another; a token that cannot be stored is used nevertheless
 *   <li>{@code FileTokenStore}: which of two files counts after a crash, and the treatment of an unreadable file;
 *       without a lock file, and on a full disk, the relay goes on
 *   <li>{@code TokenPair}: the warning that a sign-in will end by itself
 *   <li>{@code TokenWatch}: when Twitch is asked whether the token is valid; how soon a sign-out by a command is
 *       noticed; when a sign-in begins by itself
 *   <li>{@code SignInFile}: the answer to the question whether a relay would be signed in, for commands
 * </ul>
 *
 * <p>Decisions about people:
 *
 * <ul>
 *   <li>{@code DeviceCodeSignIn}: when a sign-in code is made, renewed and withdrawn; how often Twitch is asked about
 *       it; the pause after an account that may not sign in; the text in the log
 *   <li>{@code SignInAdmission}: which account may sign in, how it is found out that an account is a moderator, and
 *       the treatment of the tokens of any other account
 *   <li>{@code RequiredScopes}: which scopes are asked for, and which of several scopes that would do
 *   <li>{@code ScopeNeed}: which scopes are missing
 *   <li>{@code Accounts}: which channel is relayed; how long the last account is used while Twitch does not answer,
 *       and how long a failure is told again without a question to Twitch; whether the token belongs to another
 *       application
 *   <li>{@code SignInRequiredException}: the words that ask for a sign-in
 * </ul>
 *
 * <p>Decisions about Helix, and about answers of Twitch:
 *
 * <ul>
 *   <li>{@code HelixHttpClientConfigurer}: which calls of routes get the token, and which are repeated (after 401 and
 *       503); a refused call that writes does not end a sink
 *   <li>{@code HelixClient}: the relay's own calls and their time limit; which refusals a new token may cure, by
 *       Twitch's words
 *   <li>{@code RateLimit}: how long no call is made after 429, and which 429 is about another limit
 *   <li>{@code TwitchAnswer}: whether another server answered in Twitch's place
 *   <li>{@code ClockSkew}: by how much this computer's clock is wrong, and which time counts as Twitch's
 * </ul>
 */
package dev.twitchrelay.auth;
