/**
 * The relay's identity at Twitch: the user access token, its refresh, its account, and calls to Helix with the token.
 * Every user of the token asks {@link dev.twitchrelay.auth.TokenProvider} at the moment of use and keeps no copy.
 *
 * <p>{@link dev.twitchrelay.auth.DeviceCodeSignIn} shows a code, and {@link dev.twitchrelay.auth.SignInAdmission} decides
 * which account may sign in with it. {@link dev.twitchrelay.auth.OAuthClient} reads Twitch's answers about tokens.
 * {@code TokenChanges} stores the tokens, so that several processes can share them. {@link
 * dev.twitchrelay.auth.Accounts} knows the user and the channel. {@link dev.twitchrelay.auth.HelixClient} makes the
 * relay's own calls, and {@link dev.twitchrelay.auth.HelixHttpClientConfigurer} signs the calls of routes.
 */
package dev.twitchrelay.auth;
