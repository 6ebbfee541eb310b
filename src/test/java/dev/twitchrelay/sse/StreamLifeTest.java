package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.EventStreamRecorder.Event;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Heartbeat, limits, origins, shutdown: everything about a stream but its messages. */
class StreamLifeTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void silentStreamIsPinged() throws Exception {
        try (StreamServer server = StreamServer.start(s -> s.heartbeat = Duration.ofMillis(100));
                EventStreamRecorder stream = server.connect()) {
            stream.awaitEvent(SOON);
            stream.awaitEvent(SOON);

            assertThat(stream.awaitEvent(SOON)).isEqualTo(new Event(null, "ping", "{}", null));
            assertThat(stream.awaitEvent(SOON).event()).isEqualTo("ping");
            assertThat(server.hub.delivered()).isZero();
        }
    }

    @Test
    void busyStreamIsNotPingedButAFilteredOneIs() throws Exception {
        try (StreamServer server = StreamServer.start(s -> s.heartbeat = Duration.ofMillis(400));
                EventStreamRecorder busy = server.connect();
                EventStreamRecorder filtered = server.connect("?types=stats", null)) {
            filtered.awaitEvent(SOON);
            filtered.awaitEvent(SOON);
            await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
                server.event("a", 1);
                return filtered.waiting() > 0;
            });

            assertThat(filtered.awaitEvent(SOON).event()).isEqualTo("ping");
            for (int n = 1; n <= server.hub.published(); n++) {
                Event next = busy.awaitEvent(SOON);
                assertThat(next.event()).isNotEqualTo("ping");
            }
        }
    }

    @Test
    void whoeverWaitsForAConnectionsEndForgetsItWhenAStreamHasTakenItOver() throws Exception {
        try (StreamServer server = StreamServer.start();
                EventStreamRecorder one = server.connect();
                EventStreamRecorder other = server.connect()) {
            one.awaitEvent(SOON);
            other.awaitEvent(SOON);

            await().atMost(SOON).until(() -> server.watched.get() == 0);
            server.event("a", 1);
            assertThat(one.awaitEvent(SOON).id())
                    .isEqualTo(other.awaitEvent(SOON).id());
        }
    }

    @Test
    void shutdownSaysByeWithDifferentDelaysEndsStreamsAndRefusesNewOnes() throws Exception {
        try (StreamServer server = StreamServer.start()) {
            List<EventStreamRecorder> streams =
                    IntStream.range(0, 20).mapToObj(i -> server.connect()).toList();
            await().atMost(SOON).until(() -> server.hub.clients() == 20);
            SseMessage last = server.event("last", 1);

            server.hub.shutdown().get(5, TimeUnit.SECONDS);

            assertThat(server.hub.clients()).isZero();
            Set<Long> delays = new HashSet<>();
            for (EventStreamRecorder stream : streams) {
                stream.awaitEvent(SOON);
                stream.awaitEvent(SOON);
                assertThat(stream.awaitEvent(SOON).id()).isEqualTo(last.id());
                Event bye = stream.awaitEvent(SOON);
                assertThat(bye.event()).isEqualTo("bye");
                assertThat(bye.data()).isEqualTo("{\"retry\":" + bye.retry() + "}");
                assertThat(bye.retry()).isBetween(500L, 5000L);
                delays.add(bye.retry());
                stream.awaitEnd(SOON);
            }
            assertThat(delays).hasSizeGreaterThan(15);
            HttpResponse<String> refused = get(server, "/stream", null);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.body()).startsWith("{\"error\":\"the server is shutting down");
            assertThat(server.hub.shutdown()).isSameAs(server.hub.shutdown()).isCompleted();
        }
    }

    @Test
    void shutdownDoesNotWaitForAClientThatReadsNothing() throws Exception {
        try (StreamServer server = StreamServer.start();
                var slow = server.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().atMost(SOON).until(() -> server.hub.clients() == 1);
            byte[] json = StreamServer.json("{\"data\":\"" + "x".repeat(4_000) + "\"}");
            for (int n = 0; n < 1_000; n++) {
                server.hub.publish("event", null, json);
            }

            server.hub.shutdown().get(4, TimeUnit.SECONDS);

            await().atMost(SOON).until(() -> server.hub.clients() == 0);
            assertThat(slow.isConnected()).isTrue();
        }
    }

    @Test
    void limitOfAllClientsAnswers503() throws Exception {
        try (StreamServer server = StreamServer.start(s -> s.maxClients = 2)) {
            EventStreamRecorder first = server.connect();
            try (EventStreamRecorder second = server.connect()) {
                HttpResponse<String> refused = get(server, "/stream", null);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
                assertThat(refused.headers().firstValue("content-type")).hasValue("application/json");
                assertThat(refused.body()).contains("sse.max-clients allows");
                assertThat(server.hub.refused()).isEqualTo(1);
                assertThat(server.hub.opened()).isEqualTo(2);

                first.close();
                await().atMost(SOON).until(() -> server.hub.clients() == 1);
                server.connect().close();
            }
        }
    }

    @Test
    void limitPerAddressAnswers429AndLeaksNothing() throws Exception {
        try (StreamServer server = StreamServer.start(s -> s.maxClientsPerAddress = 3)) {
            for (int round = 0; round < 5; round++) {
                List<EventStreamRecorder> streams =
                        IntStream.range(0, 3).mapToObj(i -> server.connect()).toList();
                HttpResponse<String> refused = get(server, "/stream", null);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
                assertThat(refused.body()).contains("sse.max-clients-per-address");
                assertThatThrownBy(server::connect).isInstanceOf(AssertionError.class);
                streams.forEach(EventStreamRecorder::close);
                await().atMost(SOON).until(() -> server.hub.clients() == 0);
            }
            assertThat(server.hub.refused()).isEqualTo(10);
        }
    }

    @Test
    void onlyAllowedOriginsAreEchoed() throws Exception {
        String allowed = "https://a.example";
        try (StreamServer server = StreamServer.start(s -> s.allowedOrigins = List.of(allowed, "http://b:1"))) {
            HttpResponse<String> listed = get(server, "/stats", allowed);
            HttpResponse<String> other = get(server, "/stats", "https://evil.example");

            assertThat(listed.headers().firstValue("access-control-allow-origin"))
                    .hasValue(allowed);
            assertThat(listed.headers().firstValue("vary")).hasValue("Origin");
            assertThat(other.headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
            assertThat(other.headers().firstValue("vary")).hasValue("Origin");
        }
    }

    @Test
    void everyLoopServesItsClients() throws Exception {
        try (StreamServer server = StreamServer.start()) {
            List<EventStreamRecorder> streams =
                    IntStream.range(0, 300).mapToObj(i -> server.connect()).toList();
            await().atMost(SOON).until(() -> server.hub.clients() == 300);

            for (int n = 1; n <= 50; n++) {
                server.event("a", n);
            }

            for (EventStreamRecorder stream : streams) {
                for (int n = 1; n <= 50; n++) {
                    assertThat(stream.awaitMessage(SOON).id()).isEqualTo("t1-" + n);
                }
            }
            await().atMost(SOON).until(() -> server.hub.delivered() == 300 * 50);
            streams.forEach(EventStreamRecorder::close);
            await().atMost(SOON).until(() -> server.hub.clients() == 0);
        }
    }

    private HttpResponse<String> get(StreamServer server, String path, String origin) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).timeout(SOON);
        if (origin != null) {
            request.header("Origin", origin);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
