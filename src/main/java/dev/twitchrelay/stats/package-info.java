/**
 * Computes the channel's totals from polls and events. The package does not know HTTP and routes; the route
 * {@code eventsub} decides which events count.
 *
 * <ul>
 *   <li>{@code ChannelStats}: which event changes which number, and when there are totals at all
 *   <li>{@code StreamSession}: whether the channel is live: whether an event or Helix is believed when they
 *       contradict each other, because Helix says late that a stream has begun or ended; which stream is the same;
 *       how many samples of viewers are kept
 *   <li>{@code RunningTotal}: whether a poll or the events are believed for a number such as followers
 *   <li>{@code PollAnswer}: whether Twitch refuses a number for good, which answer is of use, and the words for a
 *       failed poll
 * </ul>
 */
package dev.twitchrelay.stats;
