package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How monitors and load balancers ask, on both ports. */
class MethodsIT {
    private static final String OWN_ROUTE = """
            - route:
                id: own
                from:
                  uri: platform-http:/own/{name}
                  parameters: {httpMethodRestrict: GET}
                  steps:
                    - setBody: {constant: hello}
            """;

    @TempDir
    static Path folder;

    private static RunningRelay relay;

    @BeforeAll
    static void start() throws IOException {
        FolderCopy.of(Path.of("routes"), folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/own.camel.yaml"), OWN_ROUTE);
        relay = RunningRelay.start(Map.of(
                "spring.profiles.active", "demo", "relay.routes", folder.resolve("routes"), "relay.data", folder));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static URI uri(String address) {
        return address.startsWith("/actuator") ? relay.managementUri(address) : relay.uri(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health/liveness",
                "/actuator/health/nonsense",
                "/actuator/nothing",
                "/api/widgets",
                "/api/sign-in/qr.svg",
                "/api/twitch/events?limit=1",
                "/api/outbox/nothing",
                "/widgets/custom/nothing",
                "/own/name?x=1",
                "/",
                "/theme.css",
                "/favicon.ico",
                "/nothing"
            })
    void headIsAnsweredAsGetWithoutTheBody(String address) {
        HttpResponse<String> get = relay.send("GET", uri(address), "");
        HttpResponse<String> head = relay.send("HEAD", uri(address), "");

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        // how a body is cut into parts is no matter of an answer that has none
        assertThat(head.headers().map().keySet())
                .isEqualTo(get.headers().map().keySet().stream()
                        .filter(name -> !name.equals("transfer-encoding"))
                        .collect(Collectors.toSet()));
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/api/status",
                "/api/alerts",
                "/api/sign-in",
                "/api/outbox",
                "/api/twitch/stats",
                "/api/twitch/stream",
                "/api/routes/eventsub/tap"
            })
    void headOfWhatChangesOrNeverEndsIsAnsweredAtOnce(String address) {
        // one connection is used for all, so the next answer also shows that nothing was left over
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> head = relay.send("HEAD", uri(address), "");
            assertThat(head.statusCode()).isIn(200, 204);
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/health,'GET, HEAD, OPTIONS'",
        "/actuator/health/liveness,'GET, HEAD, OPTIONS'",
        "/actuator/prometheus,'GET, HEAD, OPTIONS'",
        "/api/status,'GET, HEAD, OPTIONS'",
        "/api/sign-in,'DELETE, GET, HEAD, OPTIONS, POST'",
        "/api/simulate/channel.raid,'OPTIONS, POST'",
        "/api/alerts,'GET, HEAD, OPTIONS'",
        "/api/alerts/pause,'OPTIONS, POST'",
        "/api/alerts/replay/x-1,'OPTIONS, POST'",
        "/api/session,'DELETE, OPTIONS, POST'",
        "/api/twitch/stats,'GET, HEAD, OPTIONS'",
        "/api/routes/eventsub/tap,'GET, HEAD, OPTIONS'",
        "/api/outbox/log/retry,'OPTIONS, POST'",
        "/own/name,'GET, HEAD, OPTIONS'",
        "/widgets/custom/name,'GET, HEAD, OPTIONS'",
        "/,'GET, HEAD, OPTIONS'"
    })
    void optionsSaysWhatIsAllowedAndAWrongMethodIs405(String address, String allowed) {
        HttpResponse<String> options = relay.send("OPTIONS", uri(address), "");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).contains(allowed);

        HttpResponse<String> patch = relay.send("PATCH", uri(address), "");
        assertThat(patch.statusCode()).isEqualTo(405);
        assertThat(patch.headers().firstValue("Allow")).contains(allowed);
        assertThat(patch.body()).contains("{\"error\":\"this address ");
    }

    @Test
    void whatIsNotThereIs404WithEveryMethod() {
        Stream.of("HEAD", "OPTIONS", "POST", "DELETE").forEach(method -> {
            assertThat(relay.send(method, uri("/nothing"), "").statusCode()).isEqualTo(404);
            assertThat(relay.send(method, uri("/actuator/nothing"), "").statusCode())
                    .isEqualTo(404);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /actuator/health/liveness",
                "HEAD /actuator/health/liveness",
                "GET /actuator/prometheus",
                "OPTIONS /",
                "OPTIONS *",
                "GET /",
                "GET /api/status",
                "GET /api/twitch/stats",
                "HEAD /api/twitch/stream"
            })
    void http10WithoutAHostIsAnswered(String request) throws IOException {
        int port = uri(request.replaceFirst("^\\w+ \\*?", "")).getPort();

        assertThat(RawHttp.exchange(port, request + " HTTP/1.0\r\n\r\n")).matches("(?s)HTTP/1\\.0 20[04] .*");
    }

    @Test
    void aMissingHostOpensNothingThatIsGuarded() throws IOException {
        int port = relay.uri("/").getPort();

        for (String request : List.of(
                "GET /api/sign-in",
                "POST /api/simulate/channel.raid",
                "POST /api/alerts/pause",
                "POST /api/session",
                "DELETE /api/sign-in",
                "GET /api/outbox")) {
            assertThat(RawHttp.exchange(port, request + " HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 403 ");
        }
        assertThat(RawHttp.exchange(port, "GET /api/status HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawHttp.exchange(port, "GET /api/status HTTP/1.0\r\nHost: a b/\r\n\r\n"))
                .startsWith("HTTP/1.0 400 ");
    }

    @Test
    void headIsAnsweredOverHttp2AsWell(@TempDir Path tls) throws Exception {
        TestCertificate made = TestCertificate.in(tls);
        try (RunningRelay secure = RunningRelay.start(Map.of(
                "spring.profiles.active", "demo",
                "server.ssl.certificate", made.certificate(),
                "server.ssl.certificate-private-key", made.privateKey()))) {
            for (String path : List.of("/", "/api/status", "/api/routes/eventsub/tap", "/api/twitch/stats", "/x")) {
                assertThat(OutsideTool.run(List.of(
                                "curl",
                                "-skI",
                                "--http2",
                                secure.uri(path).toString().replace("http:", "https:"))))
                        .startsWith("HTTP/2 ")
                        .contains("content-type:");
            }
        }
    }

    @Test
    void haproxyTakesTheRelayForUpHoweverItAsks(@TempDir Path proxy) throws IOException, InterruptedException {
        int statistics = FreePort.find();
        Path configuration = Files.writeString(proxy.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 5s
                  timeout server 5s
                frontend statistics
                  bind 127.0.0.1:%3$d
                  stats enable
                  stats uri /s
                backend usual
                  option httpchk
                  server relay 127.0.0.1:%1$d check inter 200
                backend usual-management
                  option httpchk
                  server relay 127.0.0.1:%1$d check inter 200 port %2$d
                backend get
                  option httpchk GET /actuator/health/liveness
                  server relay 127.0.0.1:%1$d check inter 200 port %2$d
                backend head
                  option httpchk HEAD /api/status
                  server relay 127.0.0.1:%1$d check inter 200
                """.formatted(
                        relay.uri("/").getPort(), relay.managementUri("/").getPort(), statistics));
        OutsideTool.run(List.of("haproxy", "-c", "-f", configuration.toString()));
        Process haproxy = new ProcessBuilder("haproxy", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(proxy.resolve("log").toFile())
                .start();
        try {
            URI csv = URI.create("http://127.0.0.1:" + statistics + "/s;csv");
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                            relay.send("GET", csv, "").body().lines().filter(line -> line.contains(",relay,")))
                    .hasSize(4)
                    .allMatch(line -> line.contains(",UP,") && line.matches(".*,L7OK,20[04],.*")));
        } finally {
            haproxy.destroyForcibly().onExit().join();
        }
    }
}
