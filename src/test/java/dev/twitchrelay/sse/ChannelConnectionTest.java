package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.sse.StreamServer.Transport;
import dev.twitchrelay.support.EventStreamRecorder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream below the HTTP pipeline, on each transport. */
class ChannelConnectionTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String GET = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

    @ParameterizedTest
    @EnumSource
    void backlogThatTheSocketDoesNotTakeAtOnceArrivesWholeAndInOrder(Transport transport) throws Exception {
        try (StreamServer server = StreamServer.start(transport, settings -> {});
                Socket pausing = server.raw(GET);
                EventStreamRecorder other = server.connect()) {
            await().atMost(SOON).until(() -> server.hub.clients() == 2);
            byte[] json = StreamServer.json("{\"data\":\"" + "x".repeat(20_000) + "\"}");
            for (int n = 0; n < 200; n++) {
                server.hub.publish("event", null, json);
            }
            for (int n = 1; n <= 200; n++) {
                assertThat(other.awaitMessage(SOON).id()).isEqualTo("t1-" + n);
            }

            List<String> ids = body(pausing, "id: t1-200\n")
                    .lines()
                    .filter(line -> line.startsWith("id: "))
                    .toList();

            assertThat(ids)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                            .mapToObj(n -> "id: t1-" + n)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientSendsAfterItsRequestIsIgnored(Transport transport) throws Exception {
        try (StreamServer server = StreamServer.start(transport, settings -> {});
                Socket talkative = server.raw(GET + "GET /stats HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().atMost(SOON).until(() -> server.hub.clients() == 1);
            body(talkative, "\"missed\":0}");
            talkative.getOutputStream().write("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII));

            server.event("a", 1);

            assertThat(body(talkative, "id: t1-1\n")).doesNotContain("HTTP/1.1", "error");
            assertThat(server.hub.clients()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lastMessageAndByeAreOutBeforeTheConnectionEnds(Transport transport) throws Exception {
        try (StreamServer server = StreamServer.start(transport, settings -> {});
                Socket socket = server.raw(GET)) {
            await().atMost(SOON).until(() -> server.hub.clients() == 1);

            assertThat(lastMessageAndBye(server, socket)).containsSubsequence("id: t1-1\n", "event: bye\n");
            await().atMost(SOON).until(() -> server.hub.clients() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsJustBeginningGetsThemAsWell(Transport transport) throws Exception {
        String body;
        do {
            body = oneThatIsJustBeginning(transport);
        } while (body.contains("\"id\":\"t1-1\"")); // it began behind the message, so it does not get it
        assertThat(body).containsSubsequence("id: t1-1\n", "event: bye\n");
    }

    private static String oneThatIsJustBeginning(Transport transport) throws Exception {
        try (StreamServer server = StreamServer.start(transport, settings -> {});
                Socket socket = server.raw(GET)) {
            while (server.hub.clients() == 0) {
                Thread.onSpinWait();
            }
            return lastMessageAndBye(server, socket);
        }
    }

    /** Everything that a client gets when the hub ends behind a message. */
    private static String lastMessageAndBye(StreamServer server, Socket socket) throws IOException {
        server.event("last", 1);
        server.hub.shutdown();
        String body = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(body).endsWith("\r\n0\r\n\r\n");
        return body;
    }

    @ParameterizedTest
    @EnumSource
    void clientsThatVanishDuringPublishingAreForgotten(Transport transport) throws Exception {
        try (StreamServer server = StreamServer.start(transport, settings -> {});
                EventStreamRecorder staying = server.connect()) {
            for (int n = 1; n <= 50; n++) {
                try (Socket vanishing = server.raw(GET)) {
                    vanishing.setSoLinger(true, 0);
                }
                server.event("a", n);
                assertThat(staying.awaitMessage(SOON).id()).isEqualTo("t1-" + n);
            }

            await().atMost(SOON).until(() -> server.hub.clients() == 1);
        }
    }

    /** What arrives up to and including some text. */
    private static String body(Socket socket, String until) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[64 * 1024];
        InputStream input = socket.getInputStream();
        while (text.indexOf(until, Math.max(0, text.length() - 2 * bytes.length)) < 0) {
            int count = input.read(bytes);
            assertThat(count).as("bytes before %s", until).isPositive();
            text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }
}
