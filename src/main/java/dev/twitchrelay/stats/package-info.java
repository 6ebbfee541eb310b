/**
 * Computes the channel's totals from polls and events. The package does not know HTTP and routes.
 *
 * <p>{@code StreamSession} decides whether the channel is live: which of an event and a later poll is believed. {@code
 * ChannelStats} has the numbers.
 */
package dev.twitchrelay.stats;
