package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.support.Memory;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.StreamFollower;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strangers who mean no good at the port of the event stream, while events flow: a client that behaves must notice nothing.
 * How many there are is scaled by {@code -Dhostile.scale}; 1 is meant for every build, 20 for the campaign.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileClientsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final int SCALE = Integer.getInteger("hostile.scale", 1);
    private static final long BOUND = 96L << 20;

    private static TwitchSimulator twitch;
    private static RunningRelay relay;
    private static int port;
    private static final List<Socket> SLOW = new ArrayList<>();
    private static final ScheduledExecutorService TRICKLE = Executors.newSingleThreadScheduledExecutor();

    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private StreamFollower guest;

    @BeforeAll
    static void startRelay() throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        twitch = TwitchSimulator.start(options);
        relay = RunningRelay.start(RunningRelay.settingsWithToken(
                twitch,
                "relay.admin-token",
                "correct-horse-battery",
                "sse.slow-client-timeout",
                "2s",
                "sse.max-clients-per-address",
                0));
        port = relay.uri("/").getPort();
        twitch.seen().awaitSubscribed(PATIENCE, "channel.raid");
        startToTrickle();
    }

    /** Goes on while the other tests run: it takes as long as the relay's patience. */
    private static void startToTrickle() throws IOException {
        for (int i = 0; i < 100 * SCALE; i++) {
            Socket socket = RawHttp.connect(port, 4096);
            RawHttp.send(socket, "GET /api/twitch/stream HTTP/1.1\r\nX-Slow: ");
            SLOW.add(socket);
        }
        TRICKLE.scheduleAtFixedRate(
                () -> SLOW.forEach(socket -> {
                    try {
                        RawHttp.send(socket, "a");
                    } catch (IOException ended) {
                        // as it ought to be
                        return;
                    }
                }),
                1,
                1,
                TimeUnit.SECONDS);
    }

    @AfterAll
    static void stopRelay() {
        TRICKLE.shutdownNow();
        relay.close();
        twitch.close();
    }

    @BeforeEach
    void startLoad() {
        guest = StreamFollower.start(port, "?types=event");
        await().atMost(PATIENCE).until(() -> guest.connects() == 1);
        load.scheduleAtFixedRate(
                () -> twitch.notifyJson(
                        "channel.raid",
                        "{\"n\":\"" + sent.getAndIncrement() + "\",\"pad\":\"" + "x".repeat(2_000) + "\"}"),
                0,
                10,
                TimeUnit.MILLISECONDS);
    }

    /** The guest that behaves has everything, once, in order, over its first connection. */
    @AfterEach
    void nobodyElseNoticed() throws InterruptedException {
        load.shutdown();
        load.awaitTermination(5, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> guest.latest() == sent.get() - 1);
        guest.close();
        assertThat(guest.numbers()).isEqualTo(IntStream.range(0, sent.get()).toArray());
        assertThat(guest.connects()).isEqualTo(1);
    }

    private static void print(String what, Memory before, Memory after) {
        System.out.printf("%s: before %s; after %s%n", what, before, after);
    }

    private static void assertBounded(Memory before, Memory after) {
        assertThat(after.heap() - before.heap()).as("heap").isLessThan(BOUND);
        assertThat(after.direct() - before.direct()).as("direct memory").isLessThan(BOUND);
    }

    private static String exchange(String request) throws IOException {
        return RawHttp.exchange(port, request);
    }

    @Test
    void clientsThatNeverReadAreCutOneByOne() throws Exception {
        SseHub hub = relay.bean(SseHub.class);
        long cutBefore = hub.cut();
        int many = 100 * SCALE;
        Memory before = Memory.now();
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Socket socket = RawHttp.connect(port, 4096);
            RawHttp.send(socket, "GET /api/twitch/stream HTTP/1.1\r\nHost: x\r\n\r\n");
            silent.add(socket);
        }
        await().atMost(PATIENCE).until(() -> hub.clients() > many / 2 || hub.cut() > cutBefore);
        Memory during = Memory.now();
        await().atMost(PATIENCE).until(() -> hub.cut() - cutBefore >= many);

        print(many + " clients that never read", before, during);
        assertBounded(before, during);
        assertThat(hub.clients()).isEqualTo(1);
        for (Socket socket : silent) {
            RawHttp.reset(socket);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void connectionsThatTrickleTheirHeadersAreEnded() throws Exception {
        for (Socket socket : SLOW) {
            assertThat(RawHttp.readToEnd(socket)).doesNotContain("200 OK");
            RawHttp.reset(socket);
        }
    }

    @Test
    void aStormOfConnectionsThatLeaveAtOnceLeavesNothingBehind() throws Exception {
        SseHub hub = relay.bean(SseHub.class);
        int many = SCALE == 1 ? 2_000 : 5_000 * SCALE;
        Memory before = Memory.now();
        for (int i = 0; i < many; i++) {
            Socket socket = RawHttp.connect(port, 4096);
            if (i % 3 != 0) {
                RawHttp.send(socket, "GET /api/twitch/stream HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            if (i % 3 == 2) {
                RawHttp.readHead(socket);
            }
            RawHttp.reset(socket);
        }
        await().atMost(PATIENCE).until(() -> hub.clients() == 1);
        Memory after = Memory.now();
        print(many + " connections that leave", before, after);
        assertBounded(before, after);
        assertThat(after.descriptors() - before.descriptors()).isLessThan(50);
    }

    @Test
    void giantHeadersIdsAndAddressesAreRefusedWithAReason() throws IOException {
        assertThat(exchange("GET /api/twitch/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: " + "9".repeat(8 << 20)
                        + "\r\n\r\n"))
                .contains(" 431 ")
                .contains("{\"error\":\"the headers are too long");
        assertThat(exchange(
                        "GET /api/twitch/stream?lastEventId=" + "9".repeat(1 << 20) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains(" 414 ")
                .contains("{\"error\":\"the address is too long");
        assertThat(exchange("BLA\r\n\r\n\u0000\u0001\r\n\r\n"))
                .contains(" 400 ")
                .contains("{\"error\":\"");
        assertThat(exchange("GET /api/twitch/stream HTTP/1.1\r\n\r\n"))
                .contains(" 400 ")
                .contains("{\"error\":\"");
    }

    @Test
    void aFloodOfPipelinedRequestsIsNotHoarded() throws Exception {
        Memory before = Memory.now();
        byte[] one = "GET /api/twitch/events?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes();
        long taken = 0;
        Socket socket = RawHttp.connect(port, 4096);
        RawHttp.send(socket, "GET /api/twitch/stream HTTP/1.1\r\nHost: x\r\n\r\n");
        ScheduledExecutorService ending = Executors.newSingleThreadScheduledExecutor();
        ending.schedule(
                () -> {
                    RawHttp.reset(socket);
                    return null;
                },
                10,
                TimeUnit.SECONDS);
        try {
            while (taken < (1L << 30)) {
                socket.getOutputStream().write(one);
                taken += one.length;
            }
        } catch (SocketException cutOrEnded) {
            taken += 0;
        }
        Memory after = Memory.now();
        ending.shutdownNow();
        System.out.printf("pipelined on a stream: %d kB taken%n", taken >> 10);
        print("pipelining", before, after);
        assertThat(taken).isLessThan(32L << 20);
        assertBounded(before, after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/..%5c..%5cetc%5cpasswd",
                "/widgets/..%252f..%252fapplication.yaml",
                "/./application.yaml",
                "//etc/passwd",
                "/widgets/goal.html%00.js",
                "/static/../application.yaml"
            })
    void noPathLeadsOutOfThePages(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 40")
                .contains("{\"error\":\"")
                .doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1%0d%0aX-Evil:%20yes", "1%0aevent:%20evil%0adata:%20x%0a", "%00", "1%E2%80%A8x"})
    void lineBreaksInAnIdReachNoHeaderAndNoEvent(String id) throws IOException {
        try (Socket socket = RawHttp.connect(port, 64 * 1024)) {
            RawHttp.send(socket, "GET /api/twitch/stream?lastEventId=" + id + " HTTP/1.0\r\nHost: x\r\n\r\n");
            String head = RawHttp.readHead(socket);
            String opening = readUntil(socket, "}\n\n");
            assertThat(head).startsWith("HTTP/1.0 200").doesNotContain("Evil");
            assertThat(opening).contains("\"missed\":\"unknown\"").doesNotContainIgnoringCase("evil");
        }
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append((char) socket.getInputStream().read());
        }
        return text.toString();
    }

    @Test
    void whatChangesSomethingTakesTheTokenAndAPageOfOurOwn() throws IOException {
        String post = "POST /api/simulate/channel.raid HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\nHost: ";
        String refused = "{\"error\":\"";
        assertThat(exchange(post + "127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 401")
                .contains(refused);
        assertThat(exchange(post + "127.0.0.1\r\nAuthorization: Bearer correct-horse-batterz\r\n\r\n"))
                .startsWith("HTTP/1.1 401")
                .contains(refused);
        assertThat(exchange(post + "rebound.example.com\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains(refused);
        assertThat(exchange(post + "127.0.0.1\r\nOrigin: https://evil.example.com\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains(refused);
        assertThat(exchange("GET /api/sign-in HTTP/1.1\r\nConnection: close\r\nHost: rebound.example.com\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains(refused);
        assertThat(exchange("GET /api/twitch/stats HTTP/1.1\r\nConnection: close\r\nHost: widgets.example.com\r\n\r\n"))
                .doesNotStartWith("HTTP/1.1 403");
    }
}
