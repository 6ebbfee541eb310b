package dev.twitchrelay.recovery;

import java.time.Instant;

/**
 * How recovery of follows is doing, for people and monitors. Counts are since the start.
 *
 * @param completeUntil up to when every follow that Twitch lists is known to have been emitted, or null before the first look
 * @param lastLookAt when the list was last looked at, or null
 * @param recovered follows that were missed live and emitted as {@code origin: replay}
 * @param repeats events that Twitch told again, under another message id, and that were dropped: the same user's follow within
 *     two seconds, the same stream's begin, the same hype train's end
 * @param latestRepeat the latest of them, in words, or null
 * @param overflows looks at which so many follows were missing that the page held no more; older ones were let go
 */
public record RecoveryStatus(
        Instant completeUntil, Instant lastLookAt, long recovered, long repeats, String latestRepeat, long overflows) {}
