package dev.twitchrelay.stats;

import java.time.Instant;
import java.util.List;

/**
 * The stream that is on, for a chart of it.
 *
 * @param live null while Twitch has not said
 * @param id Twitch's id of the stream; null while offline, and while Twitch has not said
 * @param startedAt null while offline, and while Twitch has not said
 * @param viewers at most 240 pairs of milliseconds since 1970 and viewers, oldest first; thinned out as the stream gets long
 */
public record StreamStatus(Boolean live, String id, Instant startedAt, List<long[]> viewers) {}
