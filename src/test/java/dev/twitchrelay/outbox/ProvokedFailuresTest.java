package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.add;
import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static dev.twitchrelay.support.MisbehavingPeer.answers;
import static dev.twitchrelay.support.MisbehavingPeer.closes;
import static dev.twitchrelay.support.MisbehavingPeer.resetsInTheMiddle;
import static dev.twitchrelay.support.MisbehavingPeer.sends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.MisbehavingPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of failure, as Camel, HttpClient, Jackson, jq, Vert.x and JSSE really throw it: provoked, not constructed. */
class ProvokedFailuresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POST = """
            - setHeader: {name: Content-Type, constant: application/json}
            - to:
                uri: http:sinks.lights.url
                parameters: {httpMethod: POST, httpClientConfigurer: "#sinks"}
            """;

    @TempDir
    Path data;

    private static SinkStatus failed(SinkRoute sink) {
        await().atMost(PATIENCE).until(() -> sink.status().trouble() != null);
        return sink.status();
    }

    static Stream<Arguments> answersOfAPeer() {
        String telegram = "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: group chat was upgraded to a"
                + " supergroup chat\",\"parameters\":{\"migrate_to_chat_id\":-100123}}";
        return Stream.of(
                Arguments.of(
                        answers(429, "", "Retry-After: 120"), FailureKind.WAIT, "waiting", "answered 429, for 120 s"),
                Arguments.of(
                        answers(503, "busy", "Retry-After: 1"), FailureKind.NETWORK, "waiting", "answered 503: busy"),
                Arguments.of(answers(500, ""), FailureKind.NETWORK, "waiting", "answered 500"),
                Arguments.of(answers(502, "<html>"), FailureKind.NETWORK, "waiting", "answered 502"),
                Arguments.of(answers(408, ""), FailureKind.NETWORK, "waiting", "answered 408"),
                Arguments.of(answers(301, "", "Location: /x"), FailureKind.STOPPED, "stopped", "answered 301"),
                Arguments.of(answers(403, "no_team"), FailureKind.STOPPED, "stopped", "answered 403: no_team"),
                Arguments.of(
                        answers(404, "{\"message\":\"Unknown Channel\",\"code\":10003}"),
                        FailureKind.STOPPED,
                        "stopped",
                        "answered 404: Unknown Channel (10003)"),
                Arguments.of(answers(401, ""), FailureKind.GONE, "stopped", "answered 401"),
                Arguments.of(answers(410, "channel_is_archived"), FailureKind.GONE, "stopped", "answered 410"),
                Arguments.of(
                        answers(400, telegram),
                        FailureKind.STOPPED,
                        "stopped",
                        "answered 400: Bad Request: group chat was upgraded to a supergroup chat; the chat's id is now"
                                + " -100123"),
                Arguments.of(answers(400, "bad"), FailureKind.REFUSED, "failing", "answered 400: bad"),
                Arguments.of(answers(413, ""), FailureKind.REFUSED, "failing", "answered 413"),
                Arguments.of(closes(), FailureKind.NETWORK, "waiting", "the connection broke"),
                Arguments.of(resetsInTheMiddle(), FailureKind.NETWORK, "waiting", "the connection broke"),
                Arguments.of(
                        sends("220 mail.example ESMTP\r\n"), FailureKind.NETWORK, "waiting", "the connection broke"),
                Arguments.of(
                        sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
                        FailureKind.NETWORK,
                        "waiting",
                        "its answer is no HTTP"));
    }

    @ParameterizedTest
    @MethodSource("answersOfAPeer")
    void whatAPeerAnswersIsUnderstood(
            MisbehavingPeer.Behavior behavior, FailureKind failure, String state, String reason) throws Exception {
        try (MisbehavingPeer peer = new MisbehavingPeer().behave(behavior);
                SinkRoute sink = SinkRoute.start(data, url(peer), POST, Map.of())) {
            follow(sink.outbox, 0);

            // the limit that an answer sets shows a moment before the meaning of the answer
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sink.status().reason()).startsWith(reason));
            SinkStatus status = sink.status();
            assertThat(status.reason()).doesNotContain("SECRET");
            assertThat(status.trouble()).isEqualTo(failure.words());
            assertThat(status.state()).isEqualTo(state);
        }
    }

    private static String url(MisbehavingPeer peer) {
        return "http://127.0.0.1:" + peer.port() + "/SECRET";
    }

    @Test
    void aPeerThatHangsIsOutOfReach() throws Exception {
        try (MisbehavingPeer peer = new MisbehavingPeer();
                SinkRoute sink = SinkRoute.start(data, url(peer), "", POST, Map.of(), Duration.ofMillis(500))) {
            peer.behave(peer.hangs());
            follow(sink.outbox, 0);

            SinkStatus status = failed(sink);

            assertThat(status.trouble()).isEqualTo(FailureKind.NETWORK.words());
            assertThat(status.state()).isEqualTo("waiting");
        }
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("http://127.0.0.1:" + FreePort.find() + "/SECRET", FailureKind.NETWORK, "nothing accepts"),
                Arguments.of(
                        "http://no-such-host.invalid/SECRET", FailureKind.NETWORK, "its host name is not known here"),
                Arguments.of(null, FailureKind.STOPPED, "sinks.lights.url is not set"),
                Arguments.of("SECRET", FailureKind.STOPPED, "sinks.lights.url is no address"),
                Arguments.of("http://a b/SECRET", FailureKind.STOPPED, "sinks.lights.url is no address"));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void whatIsWrongWithAnAddressIsToldWithoutIt(String url, FailureKind failure, String reason) throws Exception {
        try (SinkRoute sink = SinkRoute.start(data, url, POST, Map.of())) {
            follow(sink.outbox, 0);

            SinkStatus status = failed(sink);

            assertThat(status.reason()).startsWith(reason).doesNotContain("SECRET");
            assertThat(status.trouble()).isEqualTo(failure.words());
            assertThat(status.waiting()).isEqualTo(1);
        }
    }

    /** Steps that fail for message 0 only, and not because of the peer. */
    static Stream<Arguments> stepsThatFail() {
        return Stream.of(
                Arguments.of("jq runtime error", """
                        - transform: {jq: 'if .data.n == 0 then .data.n | gsub("a"; "b") else . end'}
                        """),
                Arguments.of("jq's own error()", """
                        - transform: {jq: 'if .data.n == 0 then error("no") else . end'}
                        """),
                Arguments.of("Jackson", """
                        - choice:
                            when:
                              - jq: .data.n == 0
                                steps:
                                  - setBody: {constant: "{no json"}
                                  - unmarshal: {json: {}}
                        """),
                Arguments.of("an IOException that a step throws", """
                        - filter:
                            jq: .data.n == 0
                            steps:
                              - throwException: {exceptionType: java.io.IOException, message: away}
                        """),
                Arguments.of("a bean's UncheckedIOException", """
                        - filter:
                            jq: .data.n == 0
                            steps:
                              - to: bean:broken
                        """),
                Arguments.of("a missing bean", """
                        - filter:
                            jq: .data.n == 0
                            steps:
                              - toD: bean:nosuch
                        """),
                Arguments.of("a wrong type", """
                        - filter:
                            jq: .data.n == 0
                            steps:
                              - convertBodyTo: {type: java.lang.Integer}
                        """),
                Arguments.of("a header that is no method of HTTP", """
                        - filter:
                            jq: .data.n == 0
                            steps:
                              - setHeader: {name: CamelHttpMethod, constant: "NO METHOD"}
                        """),
                Arguments.of("an unknown charset", """
                        - filter:
                            jq: .data.n == 0
                            steps:
                              - setHeader: {name: Content-Type, constant: "text/plain; charset=nosuch"}
                              - setProperty: {name: CamelCharsetName, constant: nosuch}
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stepsThatFail")
    void aMessageThatTheRouteCannotTakeIsADeadLetterAndTheOthersGoOn(String name, String step) throws Exception {
        String post = name.contains("charset") ? POST.lines().skip(1).reduce("", (a, b) -> a + b + "\n") : POST;
        if (name.contains("HTTP")) {
            post = post.replace("httpMethod: POST, ", "");
        }
        try (MisbehavingPeer peer = new MisbehavingPeer();
                SinkRoute sink = SinkRoute.start(data, url(peer), step + post, Map.of("broken", new Broken()))) {
            follow(sink.outbox, 0, 1, 2);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sink.status().delivered())
                            .as("%s", sink.status())
                            .isEqualTo(2));

            assertThat(sink.status().retried()).isEqualTo(19);
            assertThat(sink.outbox.contents().get(0).dead()).singleElement().satisfies(dead -> {
                assertThat(dead.id()).isEqualTo("id0");
                assertThat(dead.trouble()).isEqualTo(FailureKind.ROUTE.words());
                assertThat(dead.reason()).matches("the route failed at sinks/lights\\.camel\\.yaml:\\d+ \\(.*\\): .*");
            });
            assertThat(sink.status().state()).isEqualTo("ready");
            assertThat(peer.requests()).hasSize(2);
        }
    }

    /** A bean of a user. */
    public static final class Broken {
        @Handler
        public void fail(Exchange exchange) {
            throw new java.io.UncheckedIOException(new java.io.IOException("no such template"));
        }
    }

    @Test
    void anEndlessRecursionIsTheRoutesOwnFault() throws Exception {
        try (SinkRoute sink = SinkRoute.start(data, null, "- transform: {jq: 'def f: 1 + f; f'}", Map.of())) {
            follow(sink.outbox, 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.ROUTE.words());
        }
    }

    @Test
    void aBatchIsTakenApartSoThatABadMessageTakesNoOtherWithIt() throws Exception {
        String steps = """
                - transform: {jq: 'map(if .data.n == 2 then error("no") else . end)'}
                - marshal: {json: {}}
                """;
        try (MisbehavingPeer peer = new MisbehavingPeer();
                SinkRoute sink =
                        SinkRoute.start(data, url(peer), "batch: 10", steps + POST, Map.of(), Duration.ofSeconds(30))) {
            follow(sink.outbox, 0, 1, 2, 3, 4);

            await().atMost(PATIENCE).until(() -> sink.status().delivered() == 4);

            assertThat(sink.outbox.contents().get(0).dead())
                    .extracting(OutboxContent.Entry::id)
                    .isEqualTo(List.of("id2"));
        }
    }

    @Test
    void aStepThatNeverEndsIsTheRoutesOwnFault() throws Exception {
        Map<String, Object> beans = Map.of("slow", new Slow());
        try (MisbehavingPeer peer = new MisbehavingPeer();
                SinkRoute sink = SinkRoute.start(
                        data, url(peer), "", "- to: bean:slow\n" + POST, beans, Duration.ofMillis(200))) {
            follow(sink.outbox, 0);

            SinkStatus status = failed(sink);

            assertThat(status.trouble()).isEqualTo(FailureKind.ROUTE.words());
            assertThat(status.reason()).contains("sinks/lights.camel.yaml:");
        }
    }

    /** A bean of a user. */
    public static final class Slow {
        private final java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);

        @Handler
        public void wait(Exchange exchange) {
            while (true) {
                try {
                    never.await();
                } catch (InterruptedException notForMe) {
                    // as regular expressions and loops do
                }
            }
        }
    }

    @Test
    void aBeanThatCallsAPeerItselfMayBeOutOfReach() throws Exception {
        Map<String, Object> beans = Map.of("caller", new Caller(FreePort.find()));
        try (SinkRoute sink = SinkRoute.start(data, null, "- to: bean:caller", beans)) {
            follow(sink.outbox, 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.NETWORK.words());
        }
    }

    /** A bean of a user. */
    public static final class Caller {
        private final int port;

        Caller(int port) {
            this.port = port;
        }

        @Handler
        public void call(Exchange exchange) {
            try (var socket = new java.net.Socket("127.0.0.1", port)) {
                socket.getOutputStream().write(1);
            } catch (java.io.IOException e) {
                throw new IllegalStateException("the lamp is away", e);
            }
        }
    }

    @Test
    void nobodySignedInIsSaidAsSuch() throws Exception {
        Map<String, Object> beans = Map.of("accounts", new Accounts());
        try (SinkRoute sink = SinkRoute.start(
                data, null, "- setHeader: {name: To, simple: '${bean:accounts?method=broadcasterId}'}", beans)) {
            follow(sink.outbox, 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.SIGN_IN.words());
            assertThat(sink.status().state()).isEqualTo("waiting");
        }
    }

    /** Stands for the relay's bean. */
    public static final class Accounts {
        public String broadcasterId() {
            throw new SinkRoute.NobodySignedIn();
        }
    }

    @Test
    void routesSayWhatAnAnswerMeans() throws Exception {
        String steps = """
                - choice:
                    when:
                      - jq: .data.n == 0
                        steps:
                          - throwException:
                              exceptionType: dev.twitchrelay.outbox.UndeliverableException
                              message: held for review
                      - jq: .data.n == 1
                        steps:
                          - throwException:
                              exceptionType: dev.twitchrelay.outbox.TryLaterException
                              message: too many at once
                """;
        try (SinkRoute sink = SinkRoute.start(data, null, steps, Map.of())) {
            follow(sink.outbox, 0, 1);

            await().atMost(PATIENCE).until(() -> sink.status().retried() > 25);

            assertThat(sink.status().reason()).isEqualTo("too many at once: it is tried again by itself");
            assertThat(sink.outbox.contents().get(0).dead()).singleElement().satisfies(dead -> assertThat(dead.reason())
                    .isEqualTo("held for review"));
        }
    }

    @Test
    void aBrokenWebSocketIsThePeersTrouble() throws Exception {
        String steps = "- to: {uri: 'vertx-websocket:127.0.0.1:%d/x'}".formatted(FreePort.find());
        try (SinkRoute sink = SinkRoute.start(data, null, steps, Map.of())) {
            add(sink.outbox, "channel.raid", 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.NETWORK.words());
        }
    }
}
