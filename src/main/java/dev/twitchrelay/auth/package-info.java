/**
 * The relay's identity at Twitch: the user access token, its refresh, its account, and calls to Helix with the token.
 * Every user of the token asks {@code TokenProvider} at the moment of use and keeps no copy.
 *
 * <p>Decisions about tokens: {@code RefreshTimer}, how long before its end a token is renewed; {@code OAuthClient}, the
 * meaning of Twitch's answers about tokens; {@code ConfiguredTokens}, whether tokens of the settings are newer than the
 * stored tokens; {@code TokenChanges}, how several processes share the stored tokens; {@code FileTokenStore}, the file;
 * {@code TokenWatch}, the hourly validation.
 *
 * <p>Decisions about people: {@code DeviceCodeSignIn}, when a code is made and renewed; {@code SignInAdmission}, which
 * account may sign in; {@code RequiredScopes}, which scopes are asked for; {@code Accounts}, which channel is relayed.
 *
 * <p>Decisions about Helix: {@code HelixHttpClientConfigurer}, the calls of routes and their repetition after 401 and
 * 503; {@code HelixClient}, the relay's own calls; {@code RateLimit}, the wait after 429; {@code TwitchAnswer}, whether
 * another server answered in Twitch's place; {@code ClockSkew}, by how much this computer's clock is wrong.
 */
package dev.twitchrelay.auth;
