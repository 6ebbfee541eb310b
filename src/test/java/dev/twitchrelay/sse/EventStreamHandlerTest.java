package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.EventStreamRecorder.Event;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamHandlerTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String GET = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

    private final HttpClient http = HttpClient.newHttpClient();
    private StreamServer server;

    @BeforeEach
    void start() {
        server = StreamServer.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void streamOpensAtOnceWithHeadersRetryHelloAndSnapshot() throws Exception {
        server.event("channel.follow", 1);
        server.stats(7);

        try (Socket socket = server.raw(GET)) {
            String snapshot = "id: t1-2\ndata: {\"type\":\"stats\",\"data\":{\"viewers\":7}}\n\n";
            String opening = "retry: 3000\n\nevent: hello\ndata: {\"id\":\"t1-2\",\"missed\":0}\n\n" + snapshot;
            assertThat(read(socket, opening))
                    .isEqualTo("HTTP/1.1 200 OK\r\n"
                            + "Access-Control-Allow-Origin: *\r\n"
                            + "Content-Type: text/event-stream;charset=utf-8\r\n"
                            + "Cache-Control: no-cache, no-store, no-transform\r\n"
                            + "X-Accel-Buffering: no\r\n"
                            + "transfer-encoding: chunked\r\n\r\n"
                            + chunk(opening));
        }
    }

    @Test
    void messageIsOneIdAndOneDataLine() throws Exception {
        try (Socket socket = server.raw(GET)) {
            readUntil(socket, "\"missed\":0}\n\n\r\n");

            server.event("channel.follow", 1);

            String frame = "id: t1-1\ndata: {\"type\":\"event\",\"event\":\"channel.follow\",\"data\":{\"n\":1}}\n\n";
            assertThat(read(socket, frame)).isEqualTo(chunk(frame));
        }
    }

    @Test
    void eachEventIsSeenBeforeTheNextIsPublished() {
        try (EventStreamRecorder stream = server.connect()) {
            for (int n = 1; n <= 20; n++) {
                server.event("channel.follow", n);
                assertThat(stream.awaitMessage(SOON).id()).isEqualTo("t1-" + n);
            }
            stream.assertExhausted();
        }
    }

    @Test
    void lastEventIdReplaysWhatWasMissedAndGoesLive() {
        server.event("a", 1);
        server.stats(1);
        server.event("b", 3);
        server.stats(2);
        server.event("c", 5);

        try (EventStreamRecorder stream = server.connect("", "t1-1")) {
            assertThat(stream.awaitEvent(SOON).retry()).isEqualTo(3000);
            assertThat(stream.awaitEvent(SOON).data()).isEqualTo("{\"id\":\"t1-1\",\"missed\":2}");
            Event snapshot = stream.awaitEvent(SOON);
            assertThat(snapshot.id()).isEqualTo("t1-1");
            assertThat(snapshot.data()).contains("\"viewers\":2");
            assertThat(stream.awaitEvent(SOON).id()).isEqualTo("t1-3");
            assertThat(stream.awaitEvent(SOON).id()).isEqualTo("t1-5");
            server.stats(3);
            assertThat(stream.awaitEvent(SOON).id()).isEqualTo("t1-6");
            stream.assertExhausted();
        }
    }

    @Test
    void headerWinsOverTheParameterOfTheFirstConnect() {
        IntStream.rangeClosed(1, 3).forEach(n -> server.event("a", n));

        try (EventStreamRecorder first = server.connect("?lastEventId=t1-0", null);
                EventStreamRecorder again = server.connect("?lastEventId=t1-0", "t1-2")) {
            assertThat(first.awaitMessage(SOON).id()).isEqualTo("t1-1");
            assertThat(again.awaitMessage(SOON).id()).isEqualTo("t1-3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"t2-1", "t1-", "t1-01", "t1--1", "t1-4", "t1-99999999999999999999", "x", "t1", "-1", "t1-1 "})
    void idThatThisRunDoesNotKnowIsSaidToBeUnknown(String id) {
        server.stats(1);
        IntStream.rangeClosed(2, 3).forEach(n -> server.event("a", n));
        String encoded = id.replace(" ", "%20");

        try (EventStreamRecorder stream = server.connect("?lastEventId=" + encoded, null)) {
            stream.awaitEvent(SOON);
            assertThat(stream.awaitEvent(SOON).data()).isEqualTo("{\"id\":\"t1-3\",\"missed\":\"unknown\"}");
            assertThat(stream.awaitEvent(SOON).data()).contains("stats");
            server.event("a", 4);
            assertThat(stream.awaitEvent(SOON).id()).isEqualTo("t1-4");
        }
    }

    @Test
    void hostileIdIsNotEchoed() {
        try (EventStreamRecorder stream = server.connect("?lastEventId=t1-0%0A%0Adata:%20x", null);
                EventStreamRecorder longOne = server.connect("", "t1-" + "1".repeat(3000))) {
            stream.awaitEvent(SOON);
            longOne.awaitEvent(SOON);
            assertThat(stream.awaitEvent(SOON).data()).isEqualTo("{\"id\":\"t1-0\",\"missed\":\"unknown\"}");
            assertThat(longOne.awaitEvent(SOON).data()).isEqualTo("{\"id\":\"t1-0\",\"missed\":\"unknown\"}");
        }
    }

    @Test
    void filtersRestrictEventsByNameAndMessagesByType() {
        try (EventStreamRecorder raids = server.connect("?events=channel.raid,channel.cheer", null);
                EventStreamRecorder events = server.connect("?types=event", null);
                EventStreamRecorder stats = server.connect("?types=stats&events=channel.raid", null);
                EventStreamRecorder both = server.connect("?types=event,stats", null)) {
            server.event("channel.follow", 1);
            server.stats(2);
            server.event("channel.raid", 3);
            server.stats(4);

            assertThat(ids(raids, 3)).containsExactly("t1-2", "t1-3", "t1-4");
            assertThat(ids(events, 2)).containsExactly("t1-1", "t1-3");
            assertThat(ids(stats, 2)).containsExactly("t1-2", "t1-4");
            assertThat(ids(both, 4)).containsExactly("t1-1", "t1-2", "t1-3", "t1-4");
        }
        try (EventStreamRecorder resumed = server.connect("?types=event&events=channel.raid", "t1-0")) {
            resumed.awaitEvent(SOON);
            assertThat(resumed.awaitEvent(SOON).data()).isEqualTo("{\"id\":\"t1-0\",\"missed\":1}");
            assertThat(resumed.awaitEvent(SOON).id()).isEqualTo("t1-3");
            resumed.assertExhausted();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "types=foo, types, 'stats, event'",
        "types=, types, separated by commas",
        "events=, events, separated by commas",
        "'events=a,,b', events, separated by commas",
        "events=a%0Ab, events, separated by commas",
        "events=%22, events, separated by commas",
        "types=stats%7Cfoo, types, 'stats, event'",
    })
    void malformedFilterIsRefusedWithTheRemedy(String query, String parameter, String remedy) throws Exception {
        HttpResponse<String> answer = send("GET", "/stream?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .startsWith("{\"error\":\"parameter '" + parameter + "'")
                .contains(remedy);
        assertThat(server.hub.clients()).isZero();
    }

    @Test
    void undecodableQueryIsRefused() throws Exception {
        try (Socket socket = server.raw("GET /stream?types=%zz HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(readUntil(socket, "}"))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("{\"error\":\"the query is malformed; percent-encode it as UTF-8\"}");
        }
    }

    @Test
    void streamsShareAnHttp2Connection() throws Exception {
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        http2.send(HttpRequest.newBuilder(server.uri("/events")).build(), BodyHandlers.discarding());
        HttpRequest request = HttpRequest.newBuilder(server.uri("/stream")).build();
        HttpResponse<Stream<String>> first = http2.send(request, BodyHandlers.ofLines());
        HttpResponse<Stream<String>> second = http2.send(request, BodyHandlers.ofLines());
        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);

        IntStream.rangeClosed(1, 500).forEach(n -> server.event("a", n));

        String[] expected =
                IntStream.rangeClosed(1, 500).mapToObj(n -> "id: t1-" + n).toArray(String[]::new);
        for (Stream<String> lines : List.of(first.body(), second.body())) {
            assertThat(lines.filter(line -> line.startsWith("id: ")).limit(500)).containsExactly(expected);
            lines.close();
        }
        await().atMost(SOON).until(() -> server.hub.clients() == 0);
    }

    @Test
    void tooManyNamesAreRefused() throws Exception {
        String names =
                String.join(",", IntStream.range(0, 65).mapToObj(i -> "n" + i).toList());

        assertThat(send("GET", "/stream?events=" + names).statusCode()).isEqualTo(400);
    }

    @Test
    void headAnswersHeadersOnlyAndCountsAsNoClient() throws Exception {
        HttpResponse<String> answer = send("HEAD", "/stream");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream;charset=utf-8");
        assertThat(answer.body()).isEmpty();
        assertThat(server.hub.clients()).isZero();
    }

    @Test
    void preflightAllowsLastEventId() throws Exception {
        HttpResponse<String> answer = send("OPTIONS", "/stream");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(answer.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("Last-Event-ID");
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        for (String path : List.of("/stream", "/stats", "/events")) {
            HttpResponse<String> answer = send("POST", path);

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
        }
    }

    @Test
    void olderHttpGetsTheStreamWithoutChunks() throws Exception {
        try (Socket socket = server.raw("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")) {
            String head = readUntil(socket, "\r\n\r\n");
            assertThat(head).contains("Connection: close").doesNotContainIgnoringCase("chunked", "content-length");
            assertThat(readUntil(socket, "0}\n\n"))
                    .isEqualTo("retry: 3000\n\nevent: hello\ndata: {\"id\":\"t1-0\",\"missed\":0}\n\n");

            server.hub.shutdown();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("event: bye\nretry: ");
        }
    }

    @Test
    void statsAreTheLatestMessageOrNothing() throws Exception {
        HttpResponse<String> before = send("GET", "/stats");
        server.stats(1);
        server.stats(2);
        HttpResponse<String> after = send("GET", "/stats");

        assertThat(before.statusCode()).isEqualTo(204);
        assertThat(before.body()).isEmpty();
        assertThat(after.body()).isEqualTo("{\"type\":\"stats\",\"data\":{\"viewers\":2}}");
        assertThat(after.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(after.headers().firstValue("access-control-allow-origin")).hasValue("*");
    }

    @Test
    void recentEventsComeNewestFirst() throws Exception {
        SseMessage first = server.event("a", 1);
        server.stats(2);
        SseMessage second = server.event("b", 3);

        assertThat(send("GET", "/events").body())
                .isEqualTo("[{\"id\":\"t1-3\",\"time\":\"" + second.time() + "\",\"message\":" + second.json()
                        + "},{\"id\":\"t1-1\",\"time\":\"" + first.time() + "\",\"message\":" + first.json() + "}]");
        assertThat(send("GET", "/events?limit=1").body()).contains("t1-3").doesNotContain("t1-1");
    }

    @Test
    void recentEventsOfATimeBeginWithThatTime() throws Exception {
        SseMessage first = server.event("a", 1);
        await().atMost(SOON).until(() -> Instant.now().isAfter(first.time()));
        SseMessage second = server.event("b", 2);

        assertThat(send("GET", "/events?since=" + second.time()).body())
                .contains(second.id())
                .doesNotContain(first.id());
        assertThat(send("GET", "/events?since=" + first.time()).body()).contains(first.id(), second.id());
        assertThat(send("GET", "/events?since=9999-01-01T00:00:00Z").body()).isEqualTo("[]");
        assertThat(send("GET", "/events?since=yesterday").body())
                .isEqualTo("{\"error\":\"parameter 'since' must be a time such as 2026-11-29T18:00:00Z\"}");
    }

    @Test
    void theStandingEventReachesEveryClientOfEveryConnectionAndIsNoMessage() throws Exception {
        server.stats(1);
        try (EventStreamRecorder early = server.connect("?types=event", null)) {
            early.awaitEvent(SOON);
            early.awaitEvent(SOON);

            server.hub.announce("mood", "{\"is\":\"good\"}".getBytes(StandardCharsets.UTF_8));

            assertThat(early.awaitEvent(SOON)).isEqualTo(new Event(null, "mood", "{\"is\":\"good\"}", null));
            try (EventStreamRecorder late = server.connect()) {
                late.awaitEvent(SOON);
                assertThat(late.awaitEvent(SOON).event()).isEqualTo("hello");
                assertThat(late.awaitEvent(SOON).data()).contains("stats");
                assertThat(late.awaitEvent(SOON).event()).isEqualTo("mood");
            }
        }
        assertThat(server.hub.recent(10)).isEmpty();
    }

    @Test
    void recentEventsOfATypeAreFoundBehindManyOfAnother() throws Exception {
        server.event("raid", 1);
        for (int n = 2; n <= 100; n++) {
            server.event("chat", n);
        }

        assertThat(send("GET", "/events?limit=2&events=raid,follow").body())
                .startsWith("[{\"id\":\"t1-1\"")
                .doesNotContain("t1-2");
        assertThat(send("GET", "/events?events=no+name").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", ""})
    void badLimitIsRefused(String limit) throws Exception {
        HttpResponse<String> answer = send("GET", "/events?limit=" + limit);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"parameter 'limit' must be a number from 1 to 1000\"}");
    }

    @Test
    void clientThatLeavesIsForgotten() throws Exception {
        Socket socket = server.raw(GET);
        readUntil(socket, "hello");
        assertThat(server.hub.clients()).isEqualTo(1);

        socket.close();

        await().atMost(SOON).until(() -> server.hub.clients() == 0);
    }

    private List<String> ids(EventStreamRecorder stream, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> stream.awaitMessage(SOON).id())
                .toList();
    }

    private HttpResponse<String> send(String method, String pathAndQuery) throws Exception {
        URI uri = server.uri(pathAndQuery);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .timeout(SOON)
                        .build(),
                BodyHandlers.ofString());
    }

    /** What arrives until the given text has, in one string. */
    private static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("byte after %s", all).isNotNegative();
            all.append((char) next);
        }
        return all.toString();
    }

    private static String read(Socket socket, String frames) throws IOException {
        return readUntil(socket, frames + "\r\n");
    }

    private static String chunk(String frames) {
        return Integer.toHexString(frames.length()) + "\r\n" + frames + "\r\n";
    }
}
