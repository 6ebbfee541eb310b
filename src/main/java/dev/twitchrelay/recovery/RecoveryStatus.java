package dev.twitchrelay.recovery;

import java.time.Instant;

/**
 * The status of the recovery of follows and of dropped repeats, for people and monitors. Counts are since the start.
 * Immutable.
 *
 * @param completeUntil the time until which every follow that Twitch lists has been emitted, or null before the first
 *     comparison
 * @param lastLookAt the time of the latest comparison with Twitch's list, or null
 * @param recovered the number of missed follows that were emitted as {@code origin: replay}
 * @param repeats the number of dropped events that Twitch sent again under another message id, for example the same
 *     user's follow within two seconds or the same stream's begin
 * @param latestRepeat the latest dropped repeat in words, or null
 * @param overflows the number of comparisons in which more follows were missing than Twitch's page shows; the older
 *     follows are lost
 */
public record RecoveryStatus(
        Instant completeUntil, Instant lastLookAt, long recovered, long repeats, String latestRepeat, long overflows) {}
