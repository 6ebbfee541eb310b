package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSubConnectionTest extends AgainstSimulator {
    @Test
    void welcomeComesFirstWithTheMembersOfProductionInTheirOrder() {
        start(SimulatorOptions.fast());

        JsonNode welcome = connect().next("session_welcome");

        JsonNode session = welcome.path("payload").path("session");
        List<String> members = new ArrayList<>();
        session.fieldNames().forEachRemaining(members::add);
        assertThat(members)
                .containsExactly(
                        "id", "status", "connected_at", "keepalive_timeout_seconds", "reconnect_url", "recovery_url");
        assertThat(session.path("id").asText()).startsWith("AgoQ").hasSize(36);
        assertThat(session.path("status").asText()).isEqualTo("connected");
        assertThat(session.path("keepalive_timeout_seconds").intValue()).isEqualTo(10);
        assertThat(session.path("reconnect_url").isNull()).isTrue();
        assertThat(session.path("recovery_url").isNull()).isTrue();
        assertThat(welcome.path("metadata").path("message_timestamp").asText()).matches(".*\\.\\d{9}Z");
    }

    @ParameterizedTest
    @CsvSource({
        "'',10",
        "?keepalive_timeout_seconds=30,30",
        "?keepalive_timeout_seconds=5,10",
        "?keepalive_timeout_seconds=9999,600",
        "?keepalive_timeout_seconds=soon,10"
    })
    void keepaliveTimeoutIsPulledIntoItsRange(String query, int announced) {
        start(SimulatorOptions.fast());

        JsonNode welcome = connect(URI.create(simulator.eventSubUrl() + query)).next("session_welcome");

        assertThat(welcome.at("/payload/session/keepalive_timeout_seconds").intValue())
                .isEqualTo(announced);
    }

    @Test
    void keepaliveTimeoutCanBeAnnouncedBelowTen() {
        start(SimulatorOptions.fast().withAnnouncedKeepaliveSeconds(1));

        JsonNode welcome = connect().next("session_welcome");

        assertThat(welcome.at("/payload/session/keepalive_timeout_seconds").intValue())
                .isEqualTo(1);
    }

    @Test
    void keepaliveComesAfterSilence() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        client.welcomed();

        JsonNode keepalive = client.next("session_keepalive");

        assertThat(keepalive.path("payload").isEmpty()).isTrue();
        assertThat(keepalive.path("payload").isObject()).isTrue();
    }

    @Test
    void keepaliveDoesNotComeWhileNotificationsFlow() {
        start(SimulatorOptions.fast().with(ProtocolTime.KEEPALIVE_UNIT, Duration.ofMillis(50)));
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());
        Instant end = Instant.now().plusMillis(700);

        while (Instant.now().isBefore(end)) {
            simulator.channel().follow();
            assertThat(client.nextText()).contains("\"notification\"");
        }
    }

    @Test
    void stoppedKeepalivesLeaveAnOpenSilentConnection() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        simulator.faults().keepalives(false);
        client.assertSilentFor(Duration.ofMillis(500));
        simulator.faults().keepalives(true);

        client.next("session_keepalive");
    }

    @Test
    void pingsAreAnsweredByPongs() {
        start(SimulatorOptions.fast());
        connect().welcomed();

        simulator.seen().await("two pongs", PATIENCE, seen -> seen.pongs() >= 2);
    }

    @Test
    void pingsCanBeStopped() {
        start(SimulatorOptions.fast().with(ProtocolTime.PING_INTERVAL, Duration.ofMillis(20)));
        simulator.faults().pings(false);
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        client.assertNothingFor(MOMENT);

        assertThat(simulator.seen().pongs()).isZero();
    }

    @Test
    void missingPongClosesWith4002() {
        start(SimulatorOptions.fast()
                .with(ProtocolTime.PONG_TIMEOUT, Duration.ofMillis(200))
                .with(ProtocolTime.PING_INTERVAL, Duration.ofMillis(50)));
        EventSubRecorder client = EventSubRecorder.connectWithoutReading(simulator.eventSubUrl());
        simulator.seen().awaitConnections(1, PATIENCE);
        simulator.seen().awaitSessions(0, PATIENCE);

        client.read();

        assertThat(client.closeCode()).isEqualTo(4002);
    }

    @Test
    void plainRequestToTheWebSocketPathIsRefused() {
        start(SimulatorOptions.fast());
        URI path = URI.create("http://" + simulator.eventSubUrl().getAuthority() + "/ws");

        assertThat(send(HttpRequest.newBuilder(path)).status()).isBetween(400, 499);
        assertThat(simulator.seen().connectionsEver()).isZero();
    }

    @Test
    void anyTextFromAClientClosesWith4001() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        client.welcomed();

        client.sendText("LISTEN");

        assertThat(client.closeCode()).isEqualTo(4001);
    }

    @Test
    void pingFromAClientIsTolerated() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        client.sendPing();
        client.next("session_keepalive");

        assertThat(client.open()).isTrue();
    }

    @Test
    void unusedConnectionIsClosedWith4003() {
        start(SimulatorOptions.fast().with(ProtocolTime.SUBSCRIPTION_WINDOW, Duration.ofMillis(200)));
        EventSubRecorder client = connect();
        client.welcomed();

        assertThat(client.closeCode()).isEqualTo(4003);
    }

    @Test
    void oneSubscriptionMeetsTheDeadline() {
        start(SimulatorOptions.fast().with(ProtocolTime.SUBSCRIPTION_WINDOW, Duration.ofMillis(500)));
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        client.assertNothingFor(Duration.ofMillis(700));

        assertThat(client.open()).isTrue();
    }

    @Test
    void welcomeCanBeDelayed() {
        start(SimulatorOptions.fast().with(ProtocolTime.WELCOME_DELAY, Duration.ofMillis(500)));
        EventSubRecorder client = connect();

        client.assertSilentFor(MOMENT);

        client.welcomed();
    }

    @Test
    void welcomeCanBeWithheldAndReleased() {
        start(SimulatorOptions.fast());
        simulator.faults().withholdWelcomes();
        EventSubRecorder client = connect();
        client.assertSilentFor(MOMENT);
        assertThat(simulator.seen().welcomes()).isZero();

        simulator.faults().releaseWelcomes();

        client.welcomed();
        assertThat(simulator.seen().welcomes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007})
    void connectionsCanBeClosedWithAnyCode(int code) {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        client.welcomed();

        simulator.faults().close(code);

        assertThat(client.closeCode()).isEqualTo(code);
        assertThat(simulator.seen().closeCodesFromClients()).isEmpty();
    }

    @Test
    void droppedConnectionEndsWithoutCloseFrame() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        client.welcomed();

        simulator.faults().drop();

        assertThat(client.closeCode()).isEqualTo(1006);
        simulator.seen().awaitConnections(0, PATIENCE);
    }

    @Test
    void halfOpenConnectionIsSilentAndStaysOpenUntilTwitchNotices() {
        start(SimulatorOptions.fast().with(ProtocolTime.DEAD_SOCKET_NOTICED, Duration.ofMillis(700)));
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        simulator.faults().halfOpen();
        simulator.channel().follow();

        client.assertSilentFor(Duration.ofMillis(400));
        assertThat(client.open()).isTrue();
        assertThat(simulator.seen().subscriptions()).containsEntry("channel.follow", 1);
        assertThat(client.closeCode()).isEqualTo(1006);
        assertThat(simulator.seen().subscriptions()).isEmpty();
    }

    @Test
    void closeCodesOfClientsAreSeen() {
        start(SimulatorOptions.fast());
        EventSubRecorder polite = connect();
        polite.welcomed();
        polite.close(1000);
        simulator.seen().await("1000", PATIENCE, seen -> seen.closeCodesFromClients()
                .contains(1000));
        EventSubRecorder rude = connect();
        rude.welcomed();
        rude.abort();

        simulator.seen().await("1006", PATIENCE, seen -> seen.closeCodesFromClients()
                .contains(1006));

        assertThat(simulator.seen().closeCodesFromClients()).containsExactly(1000, 1006);
        assertThat(simulator.seen().connectionsEver()).isEqualTo(2);
    }

    @Test
    void textMessagesCanComeInFragmentsThatSplitCharacters() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());
        simulator.faults().fragments(40);

        simulator.channel().follow(new Person("1", "yuki", "雪の飴雪の飴雪の飴🥞🥞🥞"));

        JsonNode message = client.next("notification");
        assertThat(message.at("/payload/event/user_name").asText()).isEqualTo("雪の飴雪の飴雪の飴🥞🥞🥞");
        assertThat(client.partsOfLatestMessage()).isGreaterThan(1);
    }

    @Test
    void unknownFieldsCanBeAddedOutsideTheEvent() {
        start(SimulatorOptions.fast());
        simulator.faults().unknownFields(true);
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        simulator.channel().follow();

        JsonNode message = client.next("notification");
        assertThat(message.has("schema")).isTrue();
        assertThat(message.path("metadata").has("shard_hint")).isTrue();
        assertThat(message.at("/payload/subscription").has("tier_hint")).isTrue();
        assertThat(message.at("/payload/event")).hasSize(7);
    }

    @Test
    void oddFramesCanBeSent() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        client.welcomed();
        simulator.faults().keepalives(false);

        simulator.faults().sendUnknownMessageType();
        simulator.faults().sendInvalidJson();
        simulator.faults().sendOversized(300_000);
        simulator.faults().sendBinary(new byte[] {1, 2, 3});

        client.next("session_weather");
        assertThat(client.nextText()).startsWith("{").doesNotEndWith("}");
        assertThat(client.nextText()).hasSize(300_000);
        assertThat(client.binarySize()).isEqualTo(3);
    }

    @Test
    void clockCanBeWrong() {
        start(SimulatorOptions.fast());
        simulator.faults().skewClockBy(Duration.ofMinutes(-20));

        JsonNode welcome = connect().next("session_welcome");

        Instant sent = Instant.parse(welcome.at("/metadata/message_timestamp").asText());
        assertThat(Duration.between(sent, Instant.now())).isGreaterThan(Duration.ofMinutes(19));
    }
}
