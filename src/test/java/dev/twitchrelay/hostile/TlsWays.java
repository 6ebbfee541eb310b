package dev.twitchrelay.hostile;

import dev.twitchrelay.hostile.Target.Door;
import java.time.Duration;

/** Ways to attack what lies below HTTP where the relay speaks TLS. */
final class TlsWays {
    /** The head of a handshake record that announces 512 bytes, and the head of a ClientHello in it. */
    private static final byte[] BEGUN = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};

    private TlsWays() {}

    /** So many connections begin a handshake and then send a byte of it every two seconds. */
    static Way stalledHandshakes(int connections) {
        return HttpWays.swarm(
                connections,
                Duration.ofSeconds(2),
                assault -> {
                    HostileConnection connection = assault.connectBare(Door.EVENTS);
                    connection.request(1, BEGUN);
                    return connection;
                },
                (connection, round) -> connection.send(new byte[] {7}));
    }

    /** Whole handshakes at this rate, each on a new connection, which leaves when it is done. */
    static Way handshakes(int perSecond) {
        return HttpWays.paced(
                perSecond, 4, assault -> assault.connect(Door.EVENTS).close());
    }

    /** Clear text at this rate where TLS is expected. */
    static Way clearText(int perSecond) {
        return HttpWays.paced(perSecond, 4, assault -> {
            try (HostileConnection connection = assault.connectBare(Door.EVENTS)) {
                assault.leaveAfter(Duration.ofSeconds(1), connection);
                connection.send(HttpWays.get("/"));
                connection.drain();
            }
        });
    }
}
