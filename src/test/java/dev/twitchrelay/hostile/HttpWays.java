package dev.twitchrelay.hostile;

import dev.twitchrelay.hostile.Target.Door;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to attack over HTTP/1.1, with or without TLS below. What they are after is told by their parameters. */
final class HttpWays {
    /** Requests in one write. */
    private static final int BATCH = 100;

    private static final int MOST_NEW_CONNECTIONS_A_ROUND = 250;

    /** An id of the event stream: an epoch, and a number that goes up by one. */
    private static final Pattern POSITION = Pattern.compile("\"id\":\"([^\"]*-)(\\d+)\"");

    private HttpWays() {}

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    }

    static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** The head of a request whose body is announced to have a thousand bytes. */
    static String announcing(String method, String path, String headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Content-Length: 1000\r\n\r\n";
    }

    /** The head of a request whose body comes in chunks. */
    static String chunked(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    /**
     * Each of so many connections sends so many requests as fast as they are taken, reads no answer, leaves when it has been
     * there for {@code stay}, and comes again.
     *
     * @param first is sent once on each connection, before the others; may be empty
     * @param texts the requests, which take turns
     */
    static Way pipelining(Door door, int connections, int requests, Duration stay, String first, String... texts) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            all.append(texts[i % texts.length]);
        }
        byte[] batch = all.toString().getBytes(StandardCharsets.ISO_8859_1);
        return assault -> assault.again(connections, stay, () -> {
            long began = System.nanoTime();
            try (HostileConnection connection = assault.connect(door)) {
                assault.leaveAfter(stay, connection);
                connection.send(first);
                for (int sent = 0; sent < requests && !connection.hasLeft(); sent += BATCH) {
                    connection.request(BATCH, batch);
                }
                assault.pause(stay.minusNanos(System.nanoTime() - began));
            }
        });
    }

    /**
     * So many connections on one thread, each of which takes its step in every round. Those that the relay ends are replaced
     * in the next round.
     */
    static Way swarm(int connections, Duration round, Way.Opening opening, Way.Step step) {
        return assault -> {
            List<Member> members = new ArrayList<>();
            while (assault.goesOn()) {
                long began = System.nanoTime();
                for (Iterator<Member> each = members.iterator(); each.hasNext() && assault.goesOn(); ) {
                    if (!each.next().goesOn(step)) {
                        each.remove();
                    }
                }
                replenish(assault, members, assault.some(connections), opening);
                assault.pause(round.minusNanos(System.nanoTime() - began));
            }
        };
    }

    private static void replenish(Assault assault, List<Member> members, int wanted, Way.Opening opening) {
        int fresh = Math.min(wanted - members.size(), MOST_NEW_CONNECTIONS_A_ROUND);
        try {
            for (int i = 0; i < fresh && assault.goesOn(); i++) {
                members.add(new Member(opening.open(assault)));
            }
        } catch (IOException refused) {
            // and that has been counted: the others in the next round
            return;
        }
    }

    private static final class Member {
        private final HostileConnection connection;
        private int round;

        Member(HostileConnection connection) {
            this.connection = connection;
        }

        boolean goesOn(Way.Step step) {
            try {
                step.on(connection, round++);
                return true;
            } catch (IOException ended) {
                return false;
            }
        }
    }

    /** A swarm of which each says something and then, every round, a little more. */
    static Way trickling(Door door, int connections, Duration pace, String opening, IntFunction<String> more) {
        return swarm(
                connections,
                pace,
                assault -> opened(assault, door, opening),
                (connection, round) -> connection.send(more.apply(round)));
    }

    private static HostileConnection opened(Assault assault, Door door, String opening) throws IOException {
        HostileConnection connection = assault.connect(door);
        connection.request(opening);
        return connection;
    }

    /** A swarm that says something and never reads. Who of it was ended cannot be seen without reading. */
    static Way silence(Door door, int connections, String opening) {
        return swarm(
                connections,
                Duration.ofMillis(500),
                assault -> opened(assault, door, opening),
                (connection, round) -> {});
    }

    /** A swarm of event streams that claim to have missed so many events, and read none of them. */
    static Way silentReplays(int connections, int missed) {
        return swarm(
                connections,
                Duration.ofMillis(500),
                assault -> {
                    HostileConnection connection = assault.connect(Door.EVENTS);
                    String newest = connection.exchange(get("/api/twitch/events?limit=1"));
                    Matcher id = POSITION.matcher(newest);
                    String from = id.find() ? id.group(1) + Math.max(0, Long.parseLong(id.group(2)) - missed) : "";
                    connection.request(get("/api/twitch/stream?lastEventId=" + from));
                    return connection;
                },
                (connection, round) -> {});
    }

    /** A swarm that says nothing; TLS has not even begun. */
    static Way idleness(Door door, int connections) {
        return swarm(
                connections,
                Duration.ofSeconds(1),
                assault -> assault.connectBare(door),
                (connection, round) -> connection.readAtMost(1));
    }

    /** A swarm that asks for much and reads so many bytes every tenth of a second. */
    static Way slowReading(Door door, int connections, int bytes, String... requests) {
        return swarm(
                connections,
                Duration.ofMillis(100),
                assault -> opened(assault, door, String.join("", requests)),
                (connection, round) -> connection.readAtMost(bytes));
    }

    /**
     * Connections come at this rate in all and leave with a reset at once: the first before it said anything, the next after the
     * request, the third when the answer has begun, and so on in turns.
     */
    static Way storm(Door door, int perSecond, String request) {
        AtomicInteger turn = new AtomicInteger();
        return paced(perSecond, 4, assault -> {
            try (HostileConnection connection = assault.connect(door)) {
                int mine = turn.getAndIncrement() % 3;
                if (mine > 0) {
                    connection.request(request);
                }
                if (mine > 1) {
                    connection.readAtMost(1);
                }
            }
        });
    }

    /** At this rate in all: connects, says this and nothing more, reads to the end, and leaves after a second at most. */
    static Way utterance(Door door, int perSecond, String text) {
        return utterance(door, perSecond, text, (connection, round) -> {});
    }

    /** As an utterance, after which the sending side is closed: no more will be said, but answers are awaited. */
    static Way halfClosing(Door door, int perSecond, String text) {
        return utterance(door, perSecond, text, (connection, round) -> connection.halfClose());
    }

    private static Way utterance(Door door, int perSecond, String text, Way.Step afterwards) {
        return paced(perSecond, 4, assault -> {
            try (HostileConnection connection = assault.connect(door)) {
                assault.leaveAfter(Duration.ofSeconds(1), connection);
                connection.request(text);
                afterwards.on(connection, 0);
                connection.drain();
            }
        });
    }

    /** Announces a body without end and sends it, at most a megabyte a second on each of so many connections. */
    static Way endlessBody(Door door, int connections, String path) {
        byte[] block = new byte[10_000];
        return assault -> assault.again(connections, Duration.ofMillis(100), () -> {
            try (HostileConnection connection = assault.connect(door)) {
                connection.request(
                        "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\n");
                while (assault.goesOn()) {
                    connection.send(block);
                    assault.pause(Duration.ofMillis(10));
                }
            }
        });
    }

    /** At this rate in all, on so many connections that are kept: asks, and reads the whole answer. */
    static Way asking(Door door, int perSecond, int connections, IntFunction<String> request) {
        AtomicInteger turn = new AtomicInteger();
        Duration pace = Duration.ofNanos(1_000_000_000L * connections / perSecond);
        return assault -> assault.again(connections, Duration.ofMillis(100), () -> {
            try (HostileConnection connection = assault.connectToRead(door)) {
                while (assault.goesOn()) {
                    long began = System.nanoTime();
                    connection.exchange(request.apply(turn.getAndIncrement()));
                    assault.pause(pace.minusNanos(System.nanoTime() - began));
                }
            }
        });
    }

    /** At this rate in all over so many threads. */
    static Way paced(int perSecond, int threads, Way attempt) {
        Duration pace = Duration.ofNanos(1_000_000_000L * threads / perSecond);
        return assault -> assault.again(threads, pace, () -> attempt.attack(assault));
    }
}
