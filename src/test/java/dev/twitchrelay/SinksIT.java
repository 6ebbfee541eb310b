package dev.twitchrelay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.DiscordPeer;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.InstalledMosquitto;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The shipped sinks against peers that keep their vendors' rules. */
@ExtendWith(OutputCaptureExtension.class)
class SinksIT {
    private static final Duration PATIENCE = ofSeconds(60);

    @TempDir
    Path folder;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private TwitchSimulator twitch;
    private DiscordPeer discord;
    private RunningRelay relay;
    private Path routes;

    @BeforeEach
    void start() {
        twitch = TwitchSimulator.start(options);
        discord = DiscordPeer.start(5, ofSeconds(1));
        routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
    }

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        discord.close();
        twitch.close();
    }

    private void relay(String... settings) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "twitch.client-id", options.clientId(),
                "twitch.access-token", options.accessToken(),
                "twitch.refresh-token", options.refreshToken(),
                "twitch.eventsub.url", twitch.eventSubUrl(),
                "twitch.api.url", twitch.apiUrl(),
                "twitch.auth.url", twitch.authUrl(),
                "relay.admin-token", "let me",
                "relay.routes", routes,
                "relay.data", folder.resolve("data")));
        all.put("outbox.first-retry", "100ms");
        all.put("outbox.longest-retry", "1s");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        relay = RunningRelay.start(all);
    }

    private void fire(String type, String event) {
        assertThat(relay.send("POST", relay.uri("/api/simulate/" + type), event, "Authorization", "Bearer let me")
                        .statusCode())
                .isEqualTo(202);
    }

    private JsonNode sink(String name) {
        for (JsonNode sink : relay.get("/api/status").path("sinks")) {
            if (sink.path("name").asText().equals(name)) {
                return sink;
            }
        }
        throw new AssertionError("no status of the sink " + name);
    }

    private List<String> told() {
        return discord.accepted().stream()
                .flatMap(call -> call.descriptions().stream())
                .toList();
    }

    @Test
    void aNameIsShownAsItIsAndPingsNobody() {
        relay("sinks.discord.webhook-url", discord.url());

        fire("channel.follow", "{\"user_login\":\"x\",\"user_name\":\"@everyone <@1234> **x** [a](http://b)\"}");

        await().atMost(PATIENCE).until(() -> discord.accepted().size() == 1);
        JsonNode body = discord.accepted().get(0).body();
        assertThat(body.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");
        assertThat(told())
                .containsExactly("**@\u200beveryone \\<@\u200b1234\\> \\*\\*x\\*\\* \\[a\\]\\(http\\://b\\)** is a new"
                        + " follower");
        assertThat(discord.invalid()).isEmpty();
    }

    @Test
    void aStormOfFollowersIsAHandfulOfCallsAndEveryNameIsThereOrCounted() throws InterruptedException {
        relay("sinks.discord.webhook-url", discord.url());

        // 300 in 10 seconds
        long begin = System.nanoTime();
        var steady = java.util.concurrent.Executors.newSingleThreadScheduledExecutor();
        var next = new AtomicInteger();
        steady.scheduleAtFixedRate(
                () -> {
                    int n = next.getAndIncrement();
                    if (n < 300) {
                        fire("channel.follow", "{\"user_login\":\"x\",\"user_name\":\"Fan" + n + "x\"}");
                    } else {
                        steady.shutdown();
                    }
                },
                0,
                33,
                TimeUnit.MILLISECONDS);
        assertThat(steady.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> sink("discord").path("delivered").asInt() == 300);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        int told = 0;
        for (String text : told()) {
            int listed = (int) IntStream.range(0, 300)
                    .filter(n -> text.contains("Fan" + n + "x"))
                    .count();
            var more = java.util.regex.Pattern.compile(" and (\\d+) more").matcher(text);
            int counted = more.find() ? Integer.parseInt(more.group(1)) : 0;
            var all = java.util.regex.Pattern.compile("\\*\\*(\\d+) new followers\\*\\*")
                    .matcher(text);
            assertThat(listed + counted).isEqualTo(all.find() ? Integer.parseInt(all.group(1)) : 1);
            told += listed + counted;
        }
        log("300 followers in " + took.toSeconds() + " s: " + discord.accepted().size() + " calls");
        assertThat(told).isEqualTo(300);
        // the first alone, then one each 5 s: 4 in 10 s; a busy machine takes longer to send 300
        assertThat(discord.accepted().size()).isLessThanOrEqualTo(2 + (int) Math.ceil(took.toMillis() / 5000.0));
        assertThat(discord.forbiddenCalls()).isZero();
        assertThat(discord.invalid()).isEmpty();
    }

    @Test
    void anotherWordingIsInForceWithTheNextMessageAndNoneIsLost() throws IOException {
        relay("sinks.discord.webhook-url", discord.url());
        Path file = routes.resolve("sinks/discord.camel.yaml");
        String shipped = Files.readString(file);

        for (int i = 0; i < 60; i++) {
            if (i == 20) {
                await().atMost(PATIENCE).until(() -> !told().isEmpty());
                Files.writeString(
                        file, shipped.replace("raids with \\(.data.viewers)", "is here with \\(.data.viewers)"));
            }
            if (i == 40) {
                await().atMost(PATIENCE).until(() -> {
                    for (JsonNode each : relay.get("/api/status").path("routeFiles")) {
                        if (each.path("file").asText().equals("sinks/discord.camel.yaml")) {
                            return !each.path("version").asText().equals(shippedVersion());
                        }
                    }
                    return false;
                });
            }
            fire("channel.raid", "{\"from_broadcaster_user_name\":\"R\",\"viewers\":" + i + "}");
        }

        await().atMost(PATIENCE).until(() -> told().size() == 60);
        List<String> told = told();
        for (int i = 0; i < 60; i++) {
            assertThat(told.get(i)).contains(" with " + i + " viewers");
        }
        assertThat(told.get(0)).contains("raids with");
        assertThat(told.subList(40, 60)).allMatch(text -> text.contains("is here with"));
        assertThat(discord.forbiddenCalls()).isZero();
    }

    private String shippedVersion() {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(Path.of("routes/sinks/discord.camel.yaml")));
            return java.util.HexFormat.of().formatHex(digest, 0, 4);
        } catch (IOException | java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWebhookThatIsGoneIsReportedOnceAndGoesOnWhenSomebodyHasSeenToIt(CapturedOutput output) {
        discord.gone();
        relay("sinks.discord.webhook-url", discord.url());

        for (int i = 0; i < 20; i++) {
            fire("channel.raid", "{\"from_broadcaster_user_name\":\"R\",\"viewers\":" + i + "}");
        }

        await().atMost(PATIENCE)
                .until(() -> sink("discord").path("state").asText().equals("stopped"));
        assertThat(sink("discord").path("reason").asText()).startsWith("answered 404: Unknown Webhook (10015)");
        assertThat(sink("discord").path("waiting").asInt()).isEqualTo(20);
        assertThat(discord.calls()).isEqualTo(1);
        String health =
                relay.send("GET", relay.managementUri("/actuator/health"), "").body();
        assertThat(RunningRelay.json(health)
                        .at("/components/outboxHealth/details/sinks")
                        .toString())
                .contains("\"name\":\"discord\",\"state\":\"stopped\",\"waiting\":20");
        assertThat(relay.send("GET", relay.managementUri("/actuator/prometheus"), "")
                        .body())
                .contains("twitch_relay_sink_waiting{sink=\"discord\"} 20.0");
        discord.well();
        assertThat(relay.send("POST", relay.uri("/api/outbox/discord/retry"), "", "Authorization", "Bearer let me")
                        .body())
                .isEqualTo("{\"retried\":0}");

        await().atMost(PATIENCE).until(() -> told().size() == 20);
        assertThat(output.getAll().split("sink discord is stopped", -1)).hasSize(2);
        assertThat(output.getAll()).doesNotContain("MARKEDsecret").doesNotContain("dropped");
    }

    @Test
    void whatIsRefusedIsShownAndSentAgainOnDemand() {
        discord.refuse(1);
        relay("sinks.discord.webhook-url", discord.url());
        fire("channel.raid", "{\"from_broadcaster_user_name\":\"R\",\"viewers\":7}");
        await().atMost(PATIENCE).until(() -> sink("discord").path("dead").asInt() == 1);

        JsonNode all =
                RunningRelay.json(relay.send("GET", relay.uri("/api/outbox"), "", "Authorization", "Bearer let me"));
        assertThat(all.findValue("dead").toString()).isNotNull();
        assertThat(all.toString()).contains("answered 400: Invalid Form Body (50035)");
        assertThat(relay.send("GET", relay.uri("/api/outbox"), "").statusCode()).isEqualTo(401);
        relay.send("POST", relay.uri("/api/outbox/discord/retry"), "", "Authorization", "Bearer let me");

        await().atMost(PATIENCE).until(() -> told().size() == 1);
        assertThat(sink("discord").path("dead").asInt()).isZero();
    }

    @Test
    void aReceiverVerifiesASignedMessageInFiveLines() throws Exception {
        record Call(Map<String, String> headers, String body) {}
        BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
        AtomicInteger answered = new AtomicInteger();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
            calls.add(new Call(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(answered.getAndIncrement() == 0 ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
        String secret = "whsec_" + Base64.getEncoder().encodeToString("a secret of 24 bytes !!!".getBytes());
        relay(
                "sinks.webhook.url",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in?key=k",
                "sinks.webhook.secret",
                secret);
        try {
            fire("channel.cheer", "{\"user_name\":\"Zoë\",\"bits\":100,\"message\":\"a, \\\"b\\\" (c)\"}");

            List<Call> both = new ArrayList<>();
            both.add(calls.poll(60, TimeUnit.SECONDS));
            both.add(calls.poll(60, TimeUnit.SECONDS));
            assertThat(both).doesNotContainNull();
            for (Call call : both) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
                String signed = call.headers().get("webhook-id") + "."
                        + call.headers().get("webhook-timestamp") + "." + call.body();
                assertThat(call.headers().get("webhook-signature"))
                        .isEqualTo("v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
                assertThat(call.headers()).doesNotContainKeys("eventkind", "messageid");
            }
            assertThat(both.get(0).headers().get("idempotency-key"))
                    .isEqualTo(both.get(1).headers().get("idempotency-key"));
            assertThat(RunningRelay.json(both.get(0).body()).at("/data/message").asText())
                    .isEqualTo("a, \"b\" (c)");
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void lightsHearOfEventsAlsoAfterTheirBrokerWasAway() throws Exception {
        try (InstalledMosquitto broker = InstalledMosquitto.start(folder)) {
            relay("sinks.mqtt.broker-url", broker.url(), "sinks.mqtt.topic", "home/twitch");
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            MqttClient lights = listen(broker, heard);
            fire("channel.raid", "{\"viewers\":1}");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard)
                    .as("%s", relay.get("/api/status").path("sinks"))
                    .contains("home/twitch/event/channel.raid 1"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard)
                    .as("%s", relay.get("/api/status").path("sinks"))
                    .anyMatch(each -> each.startsWith("home/twitch/stats")));
            lights.disconnectForcibly(0, 0, false);
            lights.close();

            broker.stop();
            fire("channel.raid", "{\"viewers\":2}");
            await().atMost(PATIENCE).until(() -> sink("mqtt").path("waiting").asInt() > 0);
            broker.start();
            heard.clear();
            lights = listen(broker, heard);
            fire("channel.raid", "{\"viewers\":3}");

            await().atMost(PATIENCE).until(() -> heard.contains("home/twitch/event/channel.raid 3"));
            await().atMost(PATIENCE).until(() -> sink("mqtt").path("waiting").asInt() == 0);
            lights.disconnectForcibly(0, 0, false);
            lights.close();
        }
    }

    private static MqttClient listen(InstalledMosquitto broker, BlockingQueue<String> heard) throws Exception {
        MqttClient client = new MqttClient(broker.url(), "lights", new MemoryPersistence());
        client.setCallback(new MqttCallback() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                String json = new String(message.getPayload(), StandardCharsets.UTF_8);
                heard.add(topic + " "
                        + RunningRelay.json(json).at("/data/viewers").asText());
            }

            @Override
            public void disconnected(MqttDisconnectResponse response) {}

            @Override
            public void mqttErrorOccurred(MqttException exception) {}

            @Override
            public void deliveryComplete(IMqttToken token) {}

            @Override
            public void connectComplete(boolean again, String uri) {}

            @Override
            public void authPacketArrived(int reason, MqttProperties properties) {}
        });
        client.connect();
        client.subscribe("home/#", 1);
        return client;
    }

    @Test
    void asleepSinksAreNamedInOneLineAndAskForNothing(CapturedOutput output) {
        relay("logging.level.dev.twitchrelay.outbox", "INFO");

        assertThat(output.getAll()
                        .lines()
                        .filter(line -> line.contains("asleep"))
                        .toList())
                .singleElement()
                .asString()
                .contains("chat (set sinks.chat.enabled)", "discord (set sinks.discord.webhook-url)")
                .contains("telegram (set sinks.telegram.bot-token and sinks.telegram.chat-id)");
        assertThat(relay.get("/api/sign-in").path("scopes").toString()).doesNotContain("user:write:chat");
        assertThat(relay.bean(Outbox.class).statuses()).hasSize(7).allMatch(sink -> sink.state()
                .equals("asleep"));
    }

    @Test
    void theSignInAsksForTheChatOnlyWhenItIsUsed() {
        relay("sinks.chat.enabled", "true");

        assertThat(relay.get("/api/sign-in").path("scopes").toString())
                .contains("user:write:chat", "moderator:manage:announcements", "sink chat");
    }

    @Test
    void aSinkInTroubleDelaysNoWidget() {
        relay("sinks.discord.webhook-url", discord.url());
        discord.silence(ofSeconds(30));
        RunningRelay withSink = relay;
        Path data = folder.resolve("other");
        relay("relay.data", data.toString());
        RunningRelay without = relay;
        try (var busy = withSink.stream("?types=event");
                var calm = without.stream("?types=event")) {
            List<Long> busyTimes = new ArrayList<>();
            List<Long> calmTimes = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                relay = withSink;
                busyTimes.add(time(busy, i));
                relay = without;
                calmTimes.add(time(calm, i));
            }
            relay = withSink;
            assertThat(sink("discord").path("waiting").asInt()).isGreaterThan(250);
            double ratio = (double) median(busyTimes) / median(calmTimes);
            log(String.format(
                    "SSE delivery, median of the last 200: %d us with a sink in trouble, %d us without sinks, ratio %.2f",
                    median(busyTimes), median(calmTimes), ratio));
            // nothing of 10 s or 30 s is in it
            assertThat(median(busyTimes)).isLessThan(ofMillis(500).toNanos() / 1000);
        } finally {
            without.close();
            relay = withSink;
        }
    }

    /** Microseconds from the request that fires an event to its arrival at a client. */
    private long time(dev.twitchrelay.support.EventStreamRecorder stream, int i) {
        long begin = System.nanoTime();
        fire("channel.raid", "{\"viewers\":" + i + "}");
        stream.awaitMessage(PATIENCE);
        return (System.nanoTime() - begin) / 1000;
    }

    private static long median(List<Long> times) {
        return times.subList(100, times.size()).stream().sorted().toList().get((times.size() - 100) / 2);
    }

    private static void log(String text) {
        System.getLogger("SinksIT").log(System.Logger.Level.ERROR, text);
    }
}
