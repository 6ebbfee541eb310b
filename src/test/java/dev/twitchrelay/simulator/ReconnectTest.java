package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconnectTest extends AgainstSimulator {
    private EventSubRecorder old;
    private String session;

    @BeforeEach
    void connectAndSubscribe() {
        start(SimulatorOptions.fast());
        old = connect();
        session = old.welcomed();
        subscribeToFollows(session);
    }

    private URI reconnectUrl() {
        simulator.faults().reconnect();
        return url(old.next("session_reconnect"));
    }

    private static URI url(JsonNode reconnect) {
        return URI.create(reconnect.at("/payload/session/reconnect_url").asText());
    }

    private String followedOn(EventSubRecorder client) {
        return client.next("notification").at("/metadata/message_id").asText();
    }

    @Test
    void reconnectMessageHasNoKeepaliveTimeoutAndAnEscapedUrl() {
        simulator.faults().reconnect();

        String text;
        do {
            text = old.nextText();
        } while (text.contains("session_keepalive"));

        assertThat(text).contains("\\u0026id=" + session).doesNotContain("&");
        JsonNode message = EventSubRecorder.parse(text).at("/payload/session");
        assertThat(message.path("status").asText()).isEqualTo("reconnecting");
        assertThat(message.path("id").asText()).isEqualTo(session);
        assertThat(message.path("keepalive_timeout_seconds").isNull()).isTrue();
        assertThat(message.has("recovery_url")).isTrue();
        assertThat(message.path("reconnect_url").asText()).startsWith("ws://127.0.0.1:");
    }

    @Test
    void sessionKeepsItsIdAndSubscriptions() {
        EventSubRecorder arrived = connect(reconnectUrl());
        assertThat(arrived.welcomed()).isEqualTo(session);
        old.close(1000);
        simulator.seen().awaitConnections(1, PATIENCE);

        String id = simulator.channel().follow();

        assertThat(followedOn(arrived)).isEqualTo(id);
        assertThat(subscribe(session, "channel.follow", "2", FOLLOW_CONDITION).status())
                .isEqualTo(409);
        assertThat(simulator.seen().subscriptionsCreated()).isEqualTo(1);
    }

    @Test
    void oldConnectionGetsEventsUntilTheNewWelcome() {
        URI url = reconnectUrl();
        simulator.faults().withholdWelcomes();
        EventSubRecorder arriving = connect(url);
        simulator.seen().awaitConnections(2, PATIENCE);

        String during = simulator.channel().follow();
        simulator.faults().releaseWelcomes();
        String after = simulator.channel().follow();

        assertThat(followedOn(old)).isEqualTo(during);
        assertThat(arriving.welcomed()).isEqualTo(session);
        assertThat(followedOn(arriving)).isEqualTo(after);
        old.assertNothingFor(MOMENT);
    }

    @Test
    void sameEventCanComeOnBothConnections() {
        URI url = reconnectUrl();
        String id = simulator.channel().follow();
        EventSubRecorder arrived = connect(url);
        arrived.welcomed();

        simulator.faults().redeliver(id);

        assertThat(followedOn(old)).isEqualTo(id);
        assertThat(followedOn(arrived)).isEqualTo(id);
    }

    @Test
    void oldConnectionThatIsNotLeftIsClosedWith4004() {
        simulator.set(ProtocolTime.RECONNECT_GRACE, Duration.ofMillis(350));
        EventSubRecorder arrived = connect(reconnectUrl());
        arrived.welcomed();

        assertThat(old.closeCode()).isEqualTo(4004);
        assertThat(arrived.open()).isTrue();
        assertThat(simulator.seen().subscriptions()).containsEntry("channel.follow", 1);
    }

    @Test
    void clientThatNeverArrivesLosesItsSubscriptions() {
        simulator.set(ProtocolTime.RECONNECT_GRACE, Duration.ofMillis(350));
        reconnectUrl();

        assertThat(old.closeCode()).isEqualTo(4004);

        assertThat(simulator.seen().subscriptions()).isEmpty();
        assertThat(helix("/eventsub/subscriptions").first().path("status").asText())
                .isEqualTo("websocket_failed_to_reconnect");
    }

    @Test
    void reconnectUrlWorksOnce() {
        URI url = reconnectUrl();
        connect(url).welcomed();

        assertThat(connect(url).closeCode()).isEqualTo(4007);
    }

    @Test
    void inventedReconnectUrlIsClosedWith4007() {
        URI url = URI.create("ws://" + simulator.eventSubUrl().getAuthority() + "/cell-a/ws?challenge=x&id=" + session);

        assertThat(connect(url).closeCode()).isEqualTo(4007);
    }

    @Test
    void closingTheOldConnectionBeforeTheNewWelcomeFailsTheHandOver() {
        URI url = reconnectUrl();
        simulator.faults().withholdWelcomes();
        EventSubRecorder arriving = connect(url);
        simulator.seen().awaitConnections(2, PATIENCE);

        old.close(1000);

        assertThat(arriving.closeCode()).isEqualTo(4007);
        assertThat(simulator.seen().subscriptions()).isEmpty();
    }

    @Test
    void closingTheOldConnectionBeforeConnectingFailsTheHandOver() {
        URI url = reconnectUrl();
        old.close(1000);
        simulator.seen().awaitSessions(0, PATIENCE);

        assertThat(connect(url).closeCode()).isEqualTo(4007);
    }

    @Test
    void secondReconnectDuringTheFirstMovesOnToTheNewestConnection() {
        URI first = reconnectUrl();
        simulator.faults().withholdWelcomes();
        EventSubRecorder second = connect(first);
        simulator.seen().awaitConnections(2, PATIENCE);
        URI other = reconnectUrl();
        simulator.faults().releaseWelcomes();
        assertThat(second.welcomed()).isEqualTo(session);

        EventSubRecorder newest = connect(other);

        assertThat(newest.welcomed()).isEqualTo(session);
        String id = simulator.channel().follow();
        assertThat(followedOn(newest)).isEqualTo(id);
    }

    @Test
    void reconnectCanFollowReconnectOnTheNewConnection() {
        EventSubRecorder second = connect(reconnectUrl());
        second.welcomed();
        simulator.faults().reconnect();

        EventSubRecorder third = connect(url(second.next("session_reconnect")));

        assertThat(third.welcomed()).isEqualTo(session);
    }

    @Test
    void reconnectUrlCanRefuseTheHandshake() {
        simulator.faults().handOver(Faults.HandOver.REFUSED);
        URI url = reconnectUrl();

        assertThatThrownBy(() -> connect(url)).hasMessageContaining("WebSocketHandshakeException");
        simulator.faults().handOver(Faults.HandOver.WORKS);

        assertThat(connect(url).welcomed()).as("the URL was not used up").isEqualTo(session);
    }

    @Test
    void reconnectUrlCanDropItsConnection() {
        simulator.faults().handOver(Faults.HandOver.DROPPED);

        assertThat(connect(reconnectUrl()).closeCode()).isEqualTo(1006);
    }

    @Test
    void reconnectUrlCanStaySilent() {
        simulator.set(ProtocolTime.RECONNECT_GRACE, Duration.ofMillis(350));
        simulator.faults().handOver(Faults.HandOver.NO_WELCOME);
        EventSubRecorder arriving = connect(reconnectUrl());

        arriving.assertSilentFor(Duration.ofMillis(300));

        assertThat(old.closeCode()).isEqualTo(4004);
    }

    @Test
    void reconnectUrlCanBeInvalidFromTheStart() {
        simulator.faults().handOver(Faults.HandOver.INVALID);

        assertThat(connect(reconnectUrl()).closeCode()).isEqualTo(4007);
    }
}
