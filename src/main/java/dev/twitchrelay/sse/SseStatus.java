package dev.twitchrelay.sse;

/**
 * The event stream in numbers since the start, for the status page. Immutable.
 *
 * @param clients the number of connected clients
 * @param lastEventId the id of the latest message
 * @param published the number of published messages
 * @param delivered the number of messages that were written to clients, each counted once per client
 * @param cut the number of clients that were cut because they read too slowly
 * @param refused the number of clients that were refused because of a limit or the shutdown
 */
public record SseStatus(int clients, String lastEventId, long published, long delivered, long cut, long refused) {
    /** The numbers at this moment. */
    public static SseStatus of(SseHub hub) {
        return new SseStatus(hub.clients(), hub.headId(), hub.published(), hub.delivered(), hub.cut(), hub.refused());
    }
}
