/**
 * Finds missed follows by a comparison with Helix, and recognizes events that Twitch repeats under another message id: {@code
 * FollowLedger} follows, {@code Moments} everything that happens once. Repeats with the same message id are dropped by the
 * package {@code eventsub}. The package does not know HTTP and routes.
 */
package dev.twitchrelay.recovery;
