/**
 * Who the relay is to Twitch: the user access token, its refreshing, the account behind it, and calls to Helix that carry
 * it. Everybody asks {@link dev.twitchrelay.auth.TokenProvider} for the token at the moment of use and keeps none.
 */
package dev.twitchrelay.auth;
