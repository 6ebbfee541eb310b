package dev.twitchrelay.http;

import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/**
 * The limits for connections and their requests. Immutable.
 *
 * @param all the share of all addresses together
 * @param address the share of one address
 * @param head the time for the head of a request, and for the first request of a connection
 * @param idle the time between two requests of a connection. It is longer than the 60 s for which proxies usually
 *     keep a connection, because a request is lost if the relay closes the connection while a proxy sends
 * @param body the time for the body of a request
 * @param answer the time until the relay begins an answer
 * @param untaken the time in which a client may take nothing of an answer that waits for it
 * @param whole the time in which a client takes all of an answer, besides one second for each 8 KiB
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
    /** The most bytes of a request body. Handlers refuse more. A body of unknown length counts as so many bytes. */
    static final int BODY_BYTES = 1 << 20;

    private static final int MORE_THAN_STREAMS = 100;
    private static final long MIB = 1 << 20;

    /**
     * A share of the relay.
     *
     * @param connections accepted connections, and as many streams of HTTP/2
     * @param unanswered requests without an answer
     * @param bodyBytes bytes of bodies of requests without an answer
     * @param unsentBytes bytes of answers that sockets have not taken
     */
    record Share(long connections, long unanswered, long bodyBytes, long unsentBytes) {}

    /**
     * The scarcity at the moment.
     *
     * @param answers whether the answers that wait take too many bytes; then clients that take nothing are cut sooner
     * @param connections whether three quarters of all connections or files are in use; then idle connections are
     *     closed sooner
     */
    record Pressure(boolean answers, boolean connections) {}

    /**
     * The limits that suit this process: its heap, and its memory outside the heap.
     *
     * @param streams the most event streams
     * @param streamsPerAddress the most event streams of one address; 0 for any number, as behind a proxy
     */
    static ConnectionLimits ofThisProcess(int streams, int streamsPerAddress) {
        long connections = streams + 10L * MORE_THAN_STREAMS;
        long bodies = Math.min(16 * MIB, Runtime.getRuntime().maxMemory() / 8);
        long unsent = Math.min(32 * MIB, PlatformDependent.maxDirectMemory() / 4);
        Share all = new Share(connections, 2_048, bodies, unsent);
        return new ConnectionLimits(
                all,
                // behind a proxy all clients have the proxy's address
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

    /** The nanoseconds in which a client may take nothing of an answer. */
    long untakenNanos(Pressure pressure) {
        return untaken.toNanos() / (pressure.answers() ? 3 : 1);
    }

    /**
     * The nanoseconds in which a connection may be idle.
     *
     * @param first whether the connection has not had a request yet
     */
    long idleNanos(boolean first, Pressure pressure) {
        return (first || pressure.connections() ? head : idle).toNanos();
    }
}
