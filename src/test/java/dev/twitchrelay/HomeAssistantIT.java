package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.contract.Payloads;
import dev.twitchrelay.contract.Payloads.Payload;
import dev.twitchrelay.contract.Schemas;
import dev.twitchrelay.simulator.Person;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.InstalledMosquitto;
import dev.twitchrelay.support.MqttListener;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker keeps for Home Assistant, and that Home Assistant can read it. */
@Thorough
class HomeAssistantIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "let-me-in-for-this-test";
    private static final String DEVICE = "homeassistant/device/twitch_relay_700100/config";
    private static final Path SCHEMA = Path.of("src/test/resources/homeassistant/device-discovery.json");

    /** The entity that each event is for. */
    private static final Map<String, String> ENTITIES = Map.of(
            "channel.follow", "follow",
            "channel.subscribe", "sub",
            "channel.subscription.message", "sub",
            "channel.subscription.gift", "gift",
            "channel.cheer", "cheer",
            "channel.raid", "raid");

    @TempDir
    Path folder;

    private static TwitchSimulator twitch;

    @BeforeAll
    static void start() {
        twitch = TwitchSimulator.start(SimulatorOptions.defaults());
    }

    @AfterAll
    static void stop() {
        twitch.close();
    }

    private static RunningRelay relay(TwitchSimulator at, InstalledMosquitto broker, Object... settings) {
        Map<String, Object> all = RunningRelay.settingsWithToken(at, settings);
        all.put("sinks.mqtt.broker-url", broker.url());
        all.put("relay.admin-token", TOKEN);
        return RunningRelay.start(all);
    }

    private static String kept(InstalledMosquitto broker, String topic) {
        return MqttListener.kept(broker.url()).get(topic);
    }

    private static void awaitKept(InstalledMosquitto broker, String topic, String payload) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kept(broker, topic)).isEqualTo(payload));
    }

    private static JsonNode device(InstalledMosquitto broker, String topic) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kept(broker, topic)).isNotNull());
        return RunningRelay.json(kept(broker, topic));
    }

    @Test
    void aDeviceIsAnnouncedAndEachOfItsEntitiesReadsWhatIsThere() throws IOException {
        String topic = "küche/ツイッチ 🚢";
        try (InstalledMosquitto broker = InstalledMosquitto.start(folder);
                RunningRelay relay =
                        relay(twitch, broker, "sinks.mqtt.discovery", "homeassistant", "sinks.mqtt.topic", topic)) {
            JsonNode device = device(broker, DEVICE);
            awaitKept(broker, topic + "/availability", "online");

            assertThat(Schemas.faults(RunningRelay.json(Files.readString(SCHEMA)), device))
                    .isEmpty();
            assertThat(MqttListener.kept(broker.url()).keySet())
                    .containsExactlyInAnyOrder(DEVICE, topic + "/availability", topic + "/stats");
            assertThat(device.path("availability_topic").asText()).isEqualTo(topic + "/availability");
            assertThat(device.path("components").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "live", "viewers", "followers", "subs", "follow", "sub", "gift", "cheer", "raid");
            assertThat(device.path("components").findValuesAsText("unique_id"))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.startsWith("twitch_relay_700100_"));
            device.path("components").forEach(component -> {
                if (!component.path("platform").asText().equals("event")) {
                    sensorReadsItsNumber(broker, component);
                }
            });
            eventsReachTheirEntities(relay, broker, device.path("components"));
        }
    }

    /** The template names a place in the kept message. */
    private static void sensorReadsItsNumber(InstalledMosquitto broker, JsonNode sensor) {
        Matcher place = Pattern.compile("value_json\\.([a-z.]+)")
                .matcher(sensor.path("value_template").asText());
        assertThat(place.find()).isTrue();
        JsonNode value = RunningRelay.json(
                        kept(broker, sensor.path("state_topic").asText()))
                .at("/" + place.group(1).replace('.', '/'));
        assertThat(value.isNumber() || value.isBoolean()).as("%s", sensor).isTrue();
    }

    /** With every sample of them, also those with nulls, without members, and in other scripts. */
    private static void eventsReachTheirEntities(RunningRelay relay, InstalledMosquitto broker, JsonNode components) {
        List<Payload> fired = Stream.of(Payloads.samples(), Payloads.odd(), Payloads.reduced())
                .flatMap(List::stream)
                .filter(payload -> ENTITIES.containsKey(payload.type()))
                .toList();
        assertThat(fired).hasSizeGreaterThan(30);
        try (MqttListener home = MqttListener.connect(broker.url())) {
            fired.forEach(payload -> assertThat(relay.send(
                                    "POST",
                                    relay.uri("/api/simulate/" + payload.type()),
                                    payload.event().toString(),
                                    "Authorization",
                                    "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(202));

            Map<String, JsonNode> topics = StreamSupport.stream(components.spliterator(), false)
                    .filter(component -> component.has("event_types"))
                    .collect(Collectors.toMap(
                            component -> component.path("state_topic").asText(), component -> component));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(home.heard().stream()
                            .filter(each -> topics.containsKey(each.topic()))
                            .map(each -> {
                                JsonNode event = RunningRelay.json(each.payload());
                                JsonNode types = topics.get(each.topic()).path("event_types");
                                assertThat(each.kept()).isFalse();
                                assertThat(types)
                                        .extracting(JsonNode::asText)
                                        .contains(event.path("event_type").asText());
                                assertThat(event.path("origin").asText()).isEqualTo("test");
                                return each.topic() + " " + event.path("user_name");
                            })
                            .toList())
                    .containsExactlyElementsOf(fired.stream()
                            .map(payload -> components
                                            .path(ENTITIES.get(payload.type()))
                                            .path("state_topic")
                                            .asText()
                                    + " " + payload.event().path("user_name"))
                            .toList()));
        }
    }

    /** By the launcher, because its threads have small stacks. */
    @Test
    void theLastWillSaysThatARelayIsGoneAndABrokerThatForgotEverythingIsToldAgain() throws Exception {
        Map<String, String> environment = new TreeMap<>();
        RunningRelay.settingsWithToken(
                        twitch,
                        "twitch.refresh-token",
                        twitch.options().refreshToken(),
                        "relay.data",
                        folder.resolve("data"),
                        "server.port",
                        0,
                        "management.server.port",
                        0,
                        "sinks.mqtt.discovery",
                        "homeassistant")
                .forEach((name, value) ->
                        environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value.toString()));
        try (InstalledMosquitto broker = InstalledMosquitto.start(folder)) {
            environment.put("SINKS_MQTT_BROKER_URL", broker.url());
            try (PackagedRelay relay = PackagedRelay.start(environment)) {
                awaitKept(broker, "twitch/availability", "online");
                Map<String, String> before = MqttListener.kept(broker.url());

                broker.stop();
                broker.start();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(MqttListener.kept(broker.url()))
                        .isEqualTo(before));

                relay.kill();
                awaitKept(broker, "twitch/availability", "offline");
                assertThat(kept(broker, DEVICE)).isEqualTo(before.get(DEVICE));
                // totals that came while the broker was away wait, and the log says so
                assertThat(relay.output()).doesNotContain("ERROR", "StackOverflow");
            }
            try (PackagedRelay relay = PackagedRelay.start(environment)) {
                awaitKept(broker, "twitch/availability", "online");

                relay.terminate();
                assertThat(relay.exitCode(60)).isEqualTo(128 + 15);
                assertThat(kept(broker, "twitch/availability")).isEqualTo("offline");
                assertThat(MqttListener.kept(broker.url()).keySet())
                        .containsExactlyInAnyOrder(DEVICE, "twitch/availability", "twitch/stats");
            }
        }
    }

    @Test
    void withoutTheSettingTheDeviceIsRemoved() throws IOException {
        Object[] settings = {"relay.data", folder.resolve("data"), "sinks.mqtt.discovery", "homeassistant"};
        try (InstalledMosquitto broker = InstalledMosquitto.start(folder)) {
            try (RunningRelay relay = relay(twitch, broker, settings)) {
                awaitKept(broker, "twitch/availability", "online");
            }
            awaitKept(broker, "twitch/availability", "offline");

            try (RunningRelay relay = relay(twitch, broker, Arrays.copyOf(settings, 2))) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                MqttListener.kept(broker.url()).keySet())
                        .containsExactly("twitch/stats"));
            }
            assertThat(MqttListener.kept(broker.url()).keySet()).containsExactly("twitch/stats");
        }
    }

    @Test
    void aBrokerThatForbidsTheTopicsOfADeviceGetsTheTotals() throws IOException {
        Path rules = Files.writeString(folder.resolve("acl"), "topic write twitch/stats\n");
        try (InstalledMosquitto broker =
                        InstalledMosquitto.start(folder, "allow_anonymous true\nacl_file " + rules + "\n");
                RunningRelay relay = relay(twitch, broker)) {
            JsonNode sink = await().atMost(PATIENCE)
                    .until(
                            () -> StreamSupport.stream(
                                            relay.status().path("sinks").spliterator(), false)
                                    .filter(each -> each.path("name").asText().equals("mqtt"))
                                    .findFirst()
                                    .orElseThrow(),
                            each -> each.path("delivered").asInt() > 0);

            assertThat(sink.path("state").asText()).isEqualTo("ready");
            assertThat(sink.path("dead").asInt()).isZero();
        }
    }

    @Test
    void theChannelsOfTwoRelaysAreTwoDevices() throws IOException {
        Person other = new Person("700999", "night_pier", "夜の波止場");
        try (InstalledMosquitto broker = InstalledMosquitto.start(folder);
                TwitchSimulator elsewhere =
                        TwitchSimulator.start(SimulatorOptions.defaults().withTokenUser(other, false));
                RunningRelay first = relay(twitch, broker, "sinks.mqtt.discovery", "homeassistant");
                RunningRelay second = relay(
                        elsewhere, broker, "sinks.mqtt.discovery", "homeassistant", "sinks.mqtt.topic", "other")) {
            JsonNode device = device(broker, DEVICE);
            JsonNode otherDevice = device(broker, "homeassistant/device/twitch_relay_700999/config");

            assertThat(otherDevice.findValuesAsText("unique_id"))
                    .hasSize(9)
                    .doesNotContainAnyElementsOf(device.findValuesAsText("unique_id"));
            assertThat(otherDevice.at("/device/identifiers")).isNotEqualTo(device.at("/device/identifiers"));
            awaitKept(broker, "other/availability", "online");
            second.close();
            awaitKept(broker, "other/availability", "offline");
            assertThat(kept(broker, "twitch/availability")).isEqualTo("online");
        }
    }
}
