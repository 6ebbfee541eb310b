/**
 * Computes the channel's totals from polls and events. The package does not know HTTP and routes.
 *
 * <p>{@code StreamSession} decides whether the channel is live: whether an event or Helix is believed when they
 * contradict each other, because Helix says late that a stream has begun or ended. {@code RunningTotal} decides the
 * same for a number, such as followers. {@code PollAnswer} decides whether Twitch refuses a number for good.
 * {@code ChannelStats} decides when there are totals at all.
 */
package dev.twitchrelay.stats;
