package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.EventStreamRecorder;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowClientTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String GET = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LONG = "x".repeat(4_000);

    @Test
    void clientThatReadsNothingIsCutAlone() throws Exception {
        try (StreamServer server = StreamServer.start(s -> s.slowClientTimeout = Duration.ofMillis(300));
                Socket slow = server.raw(GET)) {
            List<EventStreamRecorder> readers =
                    IntStream.range(0, 20).mapToObj(i -> server.connect()).toList();
            await().atMost(SOON).until(() -> server.hub.clients() == 21);

            publishUntil(server, readers, () -> server.hub.cut() == 1);

            assertThat(server.hub.clients()).isEqualTo(20);
            assertReset(slow);
            SseMessage last = server.event("last", 0);
            for (EventStreamRecorder reader : readers) {
                assertThat(reader.awaitMessage(SOON).id()).isEqualTo(last.id());
                reader.assertExhausted();
                reader.close();
            }
        }
    }

    @Test
    void clientHalfTheLogBehindIsCut() throws Exception {
        try (StreamServer server = StreamServer.start();
                Socket slow = server.raw(GET)) {
            await().atMost(SOON).until(() -> server.hub.clients() == 1);
            byte[] json = StreamServer.json("{\"data\":\"" + "x".repeat(500) + "\"}");

            for (int n = 0; n < 20_000 && server.hub.cut() == 0; n++) {
                server.hub.publish("event", null, json);
            }

            await().atMost(SOON).until(() -> server.hub.cut() == 1);
            assertThat(server.hub.clients()).isZero();
            assertReset(slow);
        }
    }

    @Test
    void clientThatReadsAgainInTimeGetsEverything() throws Exception {
        try (StreamServer server = StreamServer.start();
                Socket pausing = server.raw(GET)) {
            await().atMost(SOON).until(() -> server.hub.clients() == 1);
            byte[] json = StreamServer.json("{\"data\":\"" + LONG + "\"}");
            for (int n = 0; n < 1_000; n++) {
                server.hub.publish("event", null, json);
            }
            server.event("last", 0);

            StringBuilder text = new StringBuilder();
            byte[] bytes = new byte[64 * 1024];
            while (text.indexOf("\"last\"") < 0) {
                int count = pausing.getInputStream().read(bytes);
                text.append(new String(bytes, 0, 0, count));
            }

            List<String> ids = text.toString()
                    .replaceAll("\r\n[0-9a-f]+\r\n", "")
                    .lines()
                    .filter(line -> line.startsWith("id: "))
                    .toList();
            List<String> expected = new ArrayList<>();
            IntStream.rangeClosed(1, 1_001).forEach(n -> expected.add("id: t1-" + n));
            assertThat(ids).isEqualTo(expected);
            assertThat(server.hub.cut()).isZero();
        }
    }

    private static void publishUntil(StreamServer server, List<EventStreamRecorder> readers, BooleanSupplier done) {
        byte[] json = StreamServer.json("{\"data\":\"" + LONG + "\"}");
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    for (int n = 0; n < 10; n++) {
                        String id = server.hub.publish("event", null, json).id();
                        for (EventStreamRecorder reader : readers) {
                            assertThat(reader.awaitMessage(SOON).id()).isEqualTo(id);
                        }
                    }
                    return done.getAsBoolean();
                });
    }

    /** The connection has gone although nothing was read from it: what was queued for it is dropped, not flushed. */
    private static void assertReset(Socket socket) {
        await().atMost(SOON).until(() -> {
            try {
                socket.getOutputStream().write('\n');
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }
}
