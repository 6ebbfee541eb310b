package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EveningScenarioTest extends AgainstSimulator {
    @Test
    void theFirstEventsComeAfterTheSubscription() {
        start(SimulatorOptions.defaults());
        simulator.startEvening(1, 1);
        EventSubRecorder client = connect();
        String session = client.welcomed();
        subscribe(session, "stream.online", "1", OWN_CONDITION);
        subscribeToFollows(session);

        JsonNode first = client.next("notification");
        JsonNode second = client.next("notification");

        assertThat(first.at("/metadata/subscription_type").asText()).isEqualTo("stream.online");
        assertThat(second.at("/metadata/subscription_type").asText()).isEqualTo("channel.follow");
        assertThat(helix("/streams").first().path("viewer_count").intValue()).isPositive();
    }

    @Test
    void nothingHappensBeforeAnybodySubscribes() {
        start(SimulatorOptions.fast());
        simulator.startEvening(1, 1);

        EventSubRecorder client = connect();
        client.welcomed();
        client.assertNothingFor(MOMENT);

        assertThat(helix("/streams").body().path("data")).isEmpty();
    }

    @Test
    void sameSeedGivesTheSameEvening() {
        List<String> first = evening(7);
        List<String> again = evening(7);
        List<String> other = evening(8);

        assertThat(again).isEqualTo(first).hasSizeGreaterThan(40);
        assertThat(other).isNotEqualTo(first);
        assertThat(first).contains("session_reconnect").anyMatch(line -> line.startsWith("channel.raid"));
    }

    /** What a client sees until the stream ends. */
    private List<String> evening(long seed) {
        start(SimulatorOptions.defaults());
        EventSubRecorder client = connect();
        String session = client.welcomed();
        for (String type : List.of("channel.subscribe", "channel.subscription.gift", "channel.cheer")) {
            subscribe(session, type, "1", OWN_CONDITION);
        }
        subscribe(session, "channel.raid", "1", "{\"to_broadcaster_user_id\":\"700100\"}");
        subscribe(session, "stream.offline", "1", OWN_CONDITION);
        subscribeToFollows(session);

        simulator.startEvening(seed, 1000);

        List<String> seen = new ArrayList<>();
        while (true) {
            JsonNode message = EventSubRecorder.parse(client.nextText());
            JsonNode event = message.at("/payload/event");
            String type = message.at("/metadata/subscription_type")
                    .asText(message.at("/metadata/message_type").asText());
            seen.add((type + " " + event.path("user_name").asText() + " "
                            + event.path("bits").asText())
                    .strip());
            if (type.equals("stream.offline")) {
                return seen;
            }
        }
    }

    @Test
    void theFirstTwoEventsArePlannedWithinThreeSeconds() {
        JsonNode timeline =
                JsonMappers.resource("/simulator/evening.json", JsonNode.class).path("timeline");

        assertThat(longestWait(timeline.path(0)) + longestWait(timeline.path(1)))
                .isLessThanOrEqualTo(3.0);
    }

    private static double longestWait(JsonNode step) {
        return step.path("wait").path(1).asDouble();
    }

    @Test
    void timelineIsAboutFiveMinutesWithSomethingEveryFewSeconds() {
        double total = 0;
        Set<String> actions = new HashSet<>();
        for (JsonNode step :
                JsonMappers.resource("/simulator/evening.json", JsonNode.class).path("timeline")) {
            double from = step.path("wait").path(0).asDouble();
            double to = step.path("wait").path(1).asDouble();
            assertThat(to).isBetween(from, 8.0);
            total += (from + to) / 2;
            actions.add(step.path("do").asText());
            if (step.has("type")) {
                assertThat(SubscriptionType.known(step.path("type").asText()))
                        .as(step.toString())
                        .isTrue();
            }
        }

        assertThat(total).isBetween(240.0, 330.0);
        assertThat(actions)
                .contains(
                        "online",
                        "follow",
                        "subscribe",
                        "giftBomb",
                        "resubscribe",
                        "cheer",
                        "raid",
                        "reconnect",
                        "offline");
    }

    @Test
    void castHasManyScriptsAndValidLogins() {
        List<String> names = new ArrayList<>();
        Set<String> logins = new HashSet<>();
        for (JsonNode person : JsonMappers.resource("/simulator/cast.json", JsonNode.class)) {
            assertThat(person.path("login").asText()).matches("[a-z0-9_]{1,25}");
            names.add(person.path("name").asText());
            logins.add(person.path("login").asText());
        }

        assertThat(logins).hasSize(names.size()).hasSizeGreaterThan(30);
        assertThat(names).anyMatch(name -> name.matches(".*[äöü].*"));
        assertThat(names).anyMatch(name -> name.matches(".*\\p{IsArabic}.*"));
        assertThat(names).anyMatch(name -> name.codePoints().anyMatch(point -> point > 0x1F000));
    }
}
