/**
 * The relay's identity at Twitch: the user access token, its refresh, its account, and calls to Helix with the token.
 * Every user of the token asks {@link dev.twitchrelay.auth.TokenProvider} at the moment of use and keeps no copy.
 */
package dev.twitchrelay.auth;
