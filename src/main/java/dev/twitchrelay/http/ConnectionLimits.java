package dev.twitchrelay.http;

import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/**
 * What connections may take. Immutable.
 *
 * @param all what all addresses may hold together
 * @param address what one address may hold
 * @param head how long a request's head may take, and how long a connection may be without its first
 * @param idle how long it may be without the next one; longer than the 60 s for which proxies usually keep connections, because one
 *     that is closed just when a proxy uses it costs a request
 * @param body how long a request's body may take
 * @param answer how long the relay may take to begin an answer
 * @param untaken how long a client may take nothing of an answer that is ready for it
 * @param whole how long a client may take for a whole answer that is ready for it
 */
record ConnectionLimits(
        Share all,
        Share address,
        Duration head,
        Duration idle,
        Duration body,
        Duration answer,
        Duration untaken,
        Duration whole) {
    private static final int MORE_THAN_STREAMS = 100;
    private static final long MIB = 1 << 20;

    /**
     * A share of the relay.
     *
     * @param connections accepted connections, and as many streams of HTTP/2
     * @param unanswered requests in work
     * @param bodyBytes of requests in work
     * @param unsentBytes of answers that sockets have not taken
     */
    record Share(long connections, long unanswered, long bodyBytes, long unsentBytes) {}

    /**
     * The limits that suit this process: its heap and its memory outside the heap.
     *
     * @param streams how many event streams there may be
     * @param streamsPerAddress the same for one address; 0 for any number, as behind a proxy
     */
    static ConnectionLimits ofThisProcess(int streams, int streamsPerAddress) {
        long connections = streams + 10L * MORE_THAN_STREAMS;
        long bodies = Math.min(16 * MIB, Runtime.getRuntime().maxMemory() / 8);
        long unsent = Math.min(32 * MIB, PlatformDependent.maxDirectMemory() / 4);
        Share all = new Share(connections, 2_048, bodies, unsent);
        return new ConnectionLimits(
                all,
                // behind a proxy everybody has its address
                streamsPerAddress == 0
                        ? all
                        : new Share(streamsPerAddress + MORE_THAN_STREAMS, 256, bodies / 4, unsent / 4),
                Duration.ofSeconds(20),
                Duration.ofSeconds(80),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(20),
                Duration.ofMinutes(2));
    }
}
