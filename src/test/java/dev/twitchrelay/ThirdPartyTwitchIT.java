package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.CliLikeTwitch;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a mock of Twitch that is not ours and differs from production in many small ways. */
class ThirdPartyTwitchIT {
    private static final Duration PATIENCE = ofSeconds(60);

    private final CliLikeTwitch twitch = new CliLikeTwitch().keepaliveEvery(ofMillis(300));
    private RunningRelay relay;

    private EventStreamRecorder start() {
        relay = RunningRelay.start(Map.of(
                "twitch.client-id", "0123456789abcdef0123456789abcd",
                "twitch.access-token", "any-token",
                "twitch.eventsub.url", twitch.eventSubUrl(),
                "twitch.eventsub.subscriptions-url", twitch.subscriptionsUrl(),
                "twitch.api.url", twitch.apiUrl(),
                "twitch.auth.url", twitch.authUrl(),
                "twitch.poll-interval", "300ms"));
        awaitSubscribed();
        return relay.stream("?types=event");
    }

    private void awaitSubscribed() {
        await().atMost(PATIENCE).until(() -> twitch.subscribedTypes().containsAll(List.of(EVENT_TYPES)));
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        twitch.close();
    }

    private void bringsAll(EventStreamRecorder stream, String round) {
        List<String> expected = new ArrayList<>();
        for (String type : EVENT_TYPES) {
            twitch.trigger(type, new JsonObject().put("n", round + type));
            expected.add(round + type);
        }
        List<String> received = new ArrayList<>();
        while (received.size() < expected.size()) {
            JsonNode message = RunningRelay.json(stream.awaitMessage(PATIENCE).data());
            received.add(message.path("data").path("n").asText());
        }
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void allEventsAndThePollsArrive() {
        try (EventStreamRecorder stream = start()) {
            bringsAll(stream, "first ");
        }
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        > 0);
    }

    @Test
    void answersThatTellLessThanTheyShouldAreEnough() {
        twitch.sparseAnswers(true);
        try (EventStreamRecorder stream = start()) {
            bringsAll(stream, "sparse ");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aHandOverThatGivesANewSessionIdWorksWhetherSubscriptionsMoveAlongOrNot(boolean carried) {
        twitch.carriesSubscriptions(carried);
        try (EventStreamRecorder stream = start()) {
            bringsAll(stream, "before ");
            int connections = twitch.connectionsEver();

            twitch.reconnect();
            await().atMost(PATIENCE)
                    .until(() -> relay.status()
                                    .path("eventsub")
                                    .path(0)
                                    .path("handovers")
                                    .asInt()
                            == 1);
            awaitSubscribed();

            bringsAll(stream, "after ");
            assertThat(twitch.connectionsEver()).isEqualTo(connections + 1);
            stream.assertExhausted();
        }
    }

    @ParameterizedTest
    @CsvSource({"4003", "4004", "4005"})
    void aCloseIsFollowedByAFreshSubscribedSession(int code) {
        try (EventStreamRecorder stream = start()) {
            bringsAll(stream, "before ");
            int connections = twitch.connectionsEver();

            twitch.close(code);
            await().atMost(PATIENCE).until(() -> twitch.connectionsEver() > connections);
            awaitSubscribed();

            bringsAll(stream, "after ");
        }
    }
}
