/**
 * Finds missed follows by a comparison with Helix, and recognizes events that Twitch repeats under another message
 * id. Repeats with the same message id are dropped by the package {@code eventsub}. The package does not know HTTP
 * and routes.
 *
 * <ul>
 *   <li>{@code ToldRepository}: who knows which events, by their keys
 *   <li>{@code FollowLedger}: which follow of Helix' list was missed, and which follow repeats another: seconds and
 *       minutes for both; the first comparison emits nothing
 *   <li>{@code Moments}: which types of events happen once for an id, and when two of them are the same (a poll ends
 *       twice, with another status)
 *   <li>{@code LedgerFile}: the file with the follows, and the treatment of an unreadable file
 *   <li>{@code RepeatCounter}: how dropped repeats are told
 * </ul>
 */
package dev.twitchrelay.recovery;
