package dev.twitchrelay.stats;

import java.time.Instant;
import java.util.List;

/**
 * The current stream, for a chart of its viewers. Immutable.
 *
 * @param live null while Twitch has not said it
 * @param id Twitch's id of the stream; null while offline or not known
 * @param startedAt the begin of the stream; null while offline or not known
 * @param viewers at most 240 pairs of milliseconds since 1970 and viewers, oldest first; a long stream has fewer
 *     samples per hour
 */
public record StreamStatus(Boolean live, String id, Instant startedAt, List<long[]> viewers) {}
