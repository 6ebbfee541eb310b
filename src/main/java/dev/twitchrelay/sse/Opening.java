package dev.twitchrelay.sse;

import java.util.List;

/**
 * Where a client starts, worked out from one read of the log's newest entry. Until the first replayed message the client
 * holds the id it came with, so a connection that breaks right after the snapshot resumes without a hole.
 *
 * @param startId  the id of {@code hello} and of the snapshot
 * @param missed   the number of replayed messages, or {@code "unknown"} in quotes
 * @param snapshot the latest message of the latest-only type, or null
 * @param replay   the missed messages that pass the filter, oldest first
 * @param cursor   the position after which the client is live
 */
record Opening(String startId, String missed, LogEntry snapshot, List<LogEntry> replay, long cursor) {

    /**
     * @param lastEventId what the client says it has seen, null if it starts afresh
     */
    static Opening of(MessageLog log, MessageIds ids, StreamFilter filter, String lastEventId) {
        // asked first: a history that comes meanwhile cuts this client, and then it resumes
        if (ids.awaitHistory()) {
            return untilHistoryComes(ids, lastEventId);
        }
        LogEntry newest = log.newest();
        LogEntry latest = newest.latest();
        LogEntry snapshot = latest != null && filter.passes(latest.message()) ? latest : null;
        String headId = ids.format(newest.sequence());
        if (lastEventId == null) {
            return new Opening(headId, "0", snapshot, List.of(), newest.sequence());
        }
        long last = ids.parse(lastEventId);
        long ahead = last - newest.sequence();
        if (ids.areShared() && ahead > 0 && ahead <= log.mostLag()) {
            // another replica was a little faster than this one: what the client has seen is still to come here
            return new Opening(lastEventId, "0", null, List.of(), last);
        }
        List<LogEntry> missed = last == MessageIds.UNKNOWN || ahead > 0 ? null : log.replayableAfter(last, newest);
        if (missed == null) {
            return new Opening(headId, "\"unknown\"", snapshot, List.of(), newest.sequence());
        }
        missed.removeIf(entry -> !filter.passes(entry.message()));
        return new Opening(
                ids.areShared() ? lastEventId : ids.format(last),
                String.valueOf(missed.size()),
                snapshot,
                missed,
                newest.sequence());
    }

    private static Opening untilHistoryComes(MessageIds ids, String lastEventId) {
        boolean keeps = lastEventId != null && ids.parse(lastEventId) != MessageIds.UNKNOWN;
        return new Opening(
                keeps ? lastEventId : MessageIds.OF_NOTHING_KNOWN,
                keeps || lastEventId == null ? "0" : "\"unknown\"",
                null,
                List.of(),
                0);
    }
}
