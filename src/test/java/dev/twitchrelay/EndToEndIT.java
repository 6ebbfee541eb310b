package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.Faults;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole relay against the simulated Twitch, as a widget sees it. */
class EndToEndIT {
    private static final Duration PATIENCE = ofSeconds(60);

    private TwitchSimulator twitch;
    private RunningRelay relay;

    private void start(SimulatorOptions options, Map<String, ?> settings) {
        twitch = TwitchSimulator.start(options);
        Map<String, Object> all =
                RunningRelay.settingsWithToken(twitch, "twitch.refresh-token", options.refreshToken());
        all.putAll(settings);
        twitch.channel().followers(1234);
        twitch.channel().subs(57);
        relay = RunningRelay.start(all);
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
    }

    private void start() {
        start(SimulatorOptions.defaults(), Map.of());
    }

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        if (twitch != null) {
            twitch.close();
        }
    }

    /** Opens a stream and reads its opening: retry, hello, and the stats as soon as there are any. */
    private EventStreamRecorder open(String query) {
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        > 0);
        EventStreamRecorder stream = relay.stream(query);
        while (!"hello".equals(stream.awaitEvent(PATIENCE).event())) {
            assertThat(stream.waiting()).isLessThan(10);
        }
        return stream;
    }

    private static JsonNode next(EventStreamRecorder stream, String type) {
        while (true) {
            JsonNode message = RunningRelay.json(stream.awaitMessage(PATIENCE).data());
            if (message.path("type").asText().equals(type)) {
                return message;
            }
        }
    }

    private static List<String> names(EventStreamRecorder stream, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> next(stream, "event").path("data").path("n").asText())
                .toList();
    }

    private void notifyNumbers(int from, int to) {
        for (int i = from; i < to; i++) {
            twitch.notifyJson("channel.follow", "{\"n\":\"" + i + "\"}");
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    /** The second session has all its subscriptions; before, what happens is nobody's to deliver. */
    private void awaitSubscribedAnew() {
        twitch.seen()
                .await(
                        "a second set of subscriptions",
                        PATIENCE,
                        seen -> seen.subscriptionsCreated() == 2 * EVENT_TYPES.length);
    }

    private JsonNode session() {
        return relay.status().path("eventsub").path(0);
    }

    private JsonNode subscription(String type) {
        for (JsonNode subscription : session().path("subscriptions")) {
            if (subscription.path("type").asText().equals(type)) {
                return subscription;
            }
        }
        throw new AssertionError("no subscription " + type);
    }

    @Test
    void followReachesTheWidget() {
        start();
        try (EventStreamRecorder stream = open("")) {
            JsonNode before = next(stream, "stats").path("data");

            twitch.channel().follow();

            JsonNode event = next(stream, "event");
            assertThat(event.path("event").asText()).isEqualTo("channel.follow");
            assertThat(event.path("data").fieldNames())
                    .toIterable()
                    .containsExactly(
                            "user_id",
                            "user_login",
                            "user_name",
                            "broadcaster_user_id",
                            "broadcaster_user_login",
                            "broadcaster_user_name",
                            "followed_at");
            assertThat(event.fieldNames()).toIterable().containsExactly("type", "event", "data");
            assertThat(next(stream, "stats").path("data").path("followers").asInt())
                    .isEqualTo(before.path("followers").asInt() + 1);
        }
    }

    @Test
    void eventsOfAllTypesInOrderExactlyOnce() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            List<String> expected = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                for (String type : EVENT_TYPES) {
                    twitch.notifyJson(type, "{\"n\":\"" + type + round + "\"}");
                    expected.add(type + round);
                }
            }

            assertThat(names(stream, expected.size())).isEqualTo(expected);
            stream.assertExhausted();
        }
    }

    @Test
    void reconnectLosesAndRepeatsNothing() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            for (int round = 0; round < 5; round++) {
                int first = round * 40;
                notifyNumbers(first, first + 10);
                twitch.faults().reconnect();
                notifyNumbers(first + 10, first + 40);
                int moves = round + 1;
                await().atMost(PATIENCE)
                        .until(() -> session().path("handovers").asInt() == moves
                                && session().path("state").asText().equals("live"));
            }

            assertThat(names(stream, 200)).isEqualTo(numbers(0, 200));
            stream.assertExhausted();
        }
        assertThat(twitch.seen().subscriptionPosts()).isEqualTo(EVENT_TYPES.length);
        assertThat(twitch.seen().connectionsNow()).isEqualTo(1);
    }

    @Test
    void redeliveredMessagesAreShownOnce() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            twitch.faults().duplicate(2);
            notifyNumbers(0, 20);

            assertThat(names(stream, 20)).isEqualTo(numbers(0, 20));
            twitch.faults().duplicate(0);
            notifyNumbers(20, 21);
            assertThat(names(stream, 1)).containsExactly("20");
            stream.assertExhausted();
        }
        assertThat(session().path("duplicates").asInt()).isEqualTo(40);
    }

    @Test
    void fragmentsUnknownFieldsAndBrokenFramesDoNoHarm() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            twitch.faults().fragments(4);
            twitch.faults().unknownFields(true);
            notifyNumbers(0, 5);
            twitch.faults().sendInvalidJson();
            twitch.faults().sendUnknownMessageType();
            notifyNumbers(5, 10);
            twitch.faults().reconnect();
            notifyNumbers(10, 15);

            assertThat(names(stream, 15)).isEqualTo(numbers(0, 15));
        }
        assertThat(session().path("invalid").asInt()).isEqualTo(1);
    }

    @Test
    void silentSocketIsReplacedAndResubscribed() {
        start(SimulatorOptions.defaults().withAnnouncedKeepaliveSeconds(1), Map.of());
        try (EventStreamRecorder stream = open("?types=event")) {
            twitch.faults().halfOpen();

            awaitSubscribedAnew();
            notifyNumbers(0, 3);
            assertThat(names(stream, 3)).isEqualTo(numbers(0, 3));
        }
        assertThat(session().path("lastLoss").asText()).contains("no message for");
    }

    @Test
    void revocationIsReportedAndOthersGoOn() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            twitch.faults().revoke("channel.cheer", "authorization_revoked");
            twitch.notifyJson("channel.cheer", "{\"n\":\"never\"}");
            notifyNumbers(0, 1);

            assertThat(names(stream, 1)).containsExactly("0");
        }
        assertThat(subscription("channel.cheer").path("state").asText()).isEqualTo("revoked");
        assertThat(subscription("channel.cheer").path("reason").asText()).contains("sign in again");
        assertThat(subscription("channel.follow").path("state").asText()).isEqualTo("enabled");
        assertThat(twitch.seen().subscriptionPosts()).isEqualTo(EVENT_TYPES.length);
    }

    @Test
    void aTypeThatIsNotPermittedLeavesTheOthersWorking() {
        twitch = TwitchSimulator.start(SimulatorOptions.defaults().withScopes("moderator:read:followers"));
        twitch.channel().followers(1234);
        relay = RunningRelay.start(RunningRelay.settingsWithToken(twitch));
        twitch.seen().awaitSubscribed(PATIENCE, "channel.follow", "channel.raid", "stream.online", "stream.offline");

        try (EventStreamRecorder stream = open("?types=event")) {
            notifyNumbers(0, 2);
            assertThat(names(stream, 2)).isEqualTo(numbers(0, 2));
        }
        assertThat(subscription("channel.cheer").path("state").asText()).isNotEqualTo("enabled");
        assertThat(subscription("channel.cheer").path("reason").asText()).isNotBlank();
        assertThat(relay.status()
                        .path("polls")
                        .path("poll-subscriptions")
                        .path("refusal")
                        .asText())
                .contains("401", "scope");
        assertThat(relay.get("/api/twitch/stats").path("data").path("subs").asInt())
                .isZero();
    }

    @Test
    void lastEventIdReplaysWhatWasMissed() {
        start();
        String last;
        try (EventStreamRecorder stream = open("?types=event")) {
            notifyNumbers(0, 3);
            names(stream, 2);
            last = stream.awaitMessage(PATIENCE).id();
        }
        notifyNumbers(3, 10);
        await().atMost(PATIENCE).until(() -> relay.get("/api/twitch/events?limit=1")
                .path(0)
                .path("message")
                .path("data")
                .path("n")
                .asText()
                .equals("9"));

        try (EventStreamRecorder stream = relay.stream("?types=event&lastEventId=" + last)) {
            EventStreamRecorder.Event hello = stream.awaitEvent(PATIENCE);
            while (!"hello".equals(hello.event())) {
                hello = stream.awaitEvent(PATIENCE);
            }
            assertThat(RunningRelay.json(hello.data()).path("missed").asInt()).isEqualTo(7);
            notifyNumbers(10, 12);
            assertThat(names(stream, 9)).isEqualTo(numbers(3, 12));
            stream.assertExhausted();
        }
    }

    @Test
    void slowSubscriberIsDroppedAlone() throws IOException {
        start(SimulatorOptions.defaults(), Map.of("sse.history", 100, "sse.slow-client-timeout", "2s"));
        String filler = "x".repeat(20_000);
        try (Socket slow = new Socket("127.0.0.1", relay.uri("/").getPort());
                EventStreamRecorder stream = open("?types=event")) {
            OutputStream request = slow.getOutputStream();
            request.write("GET /api/twitch/stream HTTP/1.1\r\nHost: relay\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream answer = slow.getInputStream();
            assertThat(answer.read()).isEqualTo('H');

            int sent = 0;
            while (relay.status().path("sse").path("cut").asInt() == 0) {
                assertThat(sent)
                        .as("messages of 20 kB until the slow client was cut")
                        .isLessThan(5_000);
                for (int i = 0; i < 20; i++) {
                    twitch.notifyJson("channel.follow", "{\"n\":\"" + sent++ + "\",\"filler\":\"" + filler + "\"}");
                }
                assertThat(names(stream, 20)).isEqualTo(numbers(sent - 20, sent));
            }

            notifyNumbers(sent, sent + 5);
            assertThat(names(stream, 5)).isEqualTo(numbers(sent, sent + 5));
            assertThat(relay.status().path("sse").path("clients").asInt()).isEqualTo(1);
        }
    }

    @Test
    void offlineWinsOverALaggingPoll() {
        start(
                SimulatorOptions.defaults().with(ProtocolTime.STREAM_OFFLINE_LAG, Duration.ofMinutes(5)),
                Map.of("twitch.poll-interval", "200ms"));
        twitch.channel().viewers(321);
        twitch.channel().goOnline();
        try (EventStreamRecorder stream = open("?types=stats")) {
            await().atMost(PATIENCE)
                    .until(() ->
                            next(stream, "stats").path("data").path("viewers").asInt() == 321);

            twitch.channel().goOffline();
            await().atMost(PATIENCE)
                    .until(() ->
                            !next(stream, "stats").path("data").path("live").asBoolean());
            int polls = twitch.seen().requests("GET /helix/streams");
            twitch.seen().awaitRequests("GET /helix/streams", polls + 5, PATIENCE);

            while (stream.waiting() > 0) {
                JsonNode stats = next(stream, "stats").path("data");
                assertThat(stats.path("live").asBoolean()).isFalse();
                assertThat(stats.path("viewers").asInt()).isZero();
            }
        }
    }

    @Test
    void pollFailureKeepsLastValues() {
        start(SimulatorOptions.defaults(), Map.of("twitch.poll-interval", "200ms"));
        try (EventStreamRecorder stream = open("?types=stats")) {
            twitch.channel().followers(4821);
            await().atMost(PATIENCE)
                    .until(() ->
                            next(stream, "stats").path("data").path("followers").asInt() == 4821);

            twitch.faults().fail("/helix/channels/followers", 500, "trouble", 1_000_000);
            twitch.channel().subs(99);
            await().atMost(PATIENCE).until(() -> relay.status()
                    .path("polls")
                    .path("poll-followers")
                    .path("error")
                    .asText()
                    .contains("500"));

            JsonNode last = relay.get("/api/twitch/stats").path("data");
            assertThat(last.path("followers").asInt()).isEqualTo(4821);
            await("the other polls go on")
                    .atMost(PATIENCE)
                    .until(() -> next(stream, "stats").path("data").path("subs").asInt() == 99);

            twitch.faults().forgiveRequests();
            await().atMost(PATIENCE).until(() -> relay.status()
                    .path("polls")
                    .path("poll-followers")
                    .path("error")
                    .isNull());
        }
    }

    @Test
    void anExpiredTokenIsRefreshedOnceHoweverManyCallsNoticeIt() {
        start(
                SimulatorOptions.defaults().with(ProtocolTime.TOKEN_LIFE, ofSeconds(3)),
                Map.of("twitch.poll-interval", "100ms"));

        await().atMost(PATIENCE).until(() -> twitch.seen().refreshes() >= 1);
        twitch.set(ProtocolTime.TOKEN_LIFE, Duration.ofHours(4));
        await().atMost(PATIENCE).pollInterval(ofMillis(200)).until(() -> relay.status()
                .path("polls")
                .path("poll-streams")
                .path("error")
                .isNull());

        assertThat(twitch.seen().refreshes()).isBetween(1, 2);
    }

    @Test
    void aCloseIsSurvived() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            int sent = 0;
            for (int code : new int[] {4000, 4003}) {
                int created = twitch.seen().subscriptionsCreated();
                twitch.faults().close(code);
                twitch.seen()
                        .await(
                                "new subscriptions",
                                PATIENCE,
                                seen -> seen.subscriptionsCreated() == created + EVENT_TYPES.length);
                notifyNumbers(sent, sent + 2);
                assertThat(names(stream, 2)).isEqualTo(numbers(sent, sent + 2));
                sent += 2;
            }
        }
    }

    @Test
    void aReconnectThatTwitchRefusesEndsInAFreshSession() {
        start();
        try (EventStreamRecorder stream = open("?types=event")) {
            twitch.faults().handOver(Faults.HandOver.INVALID);
            twitch.faults().reconnect();
            notifyNumbers(0, 5);
            awaitSubscribedAnew();
            notifyNumbers(5, 10);

            assertThat(names(stream, 10)).isEqualTo(numbers(0, 10));
            stream.assertExhausted();
        }
    }
}
