/**
 * Finds missed follows by a comparison with Helix, and recognizes events that Twitch repeats under another message id:
 * {@code FollowLedger} follows, {@code Moments} everything that happens once. {@code LedgerFile} keeps the follows over
 * a restart, and {@code RepeatCounter} counts the repeats. Repeats with the same message id are dropped by the package
 * {@code eventsub}. The package does not know HTTP and routes.
 */
package dev.twitchrelay.recovery;
