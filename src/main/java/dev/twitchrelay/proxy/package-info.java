/**
 * Chooses the proxy for an address. The package knows no other package of the relay.
 *
 * <ul>
 *   <li>{@code Proxies}: which setting names the proxy; which hosts are reached without it, this computer among them;
 *       the meaning of an entry of {@code NO_PROXY}; how many connections to Twitch there are, and how long one may
 *       take to begin; when a proxy gets a user name and a password
 * </ul>
 */
package dev.twitchrelay.proxy;
