package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest extends AgainstSimulator {
    private EventSubRecorder client;
    private String session;

    @BeforeEach
    void connectClient() {
        start(SimulatorOptions.fast()
                .withScopes(
                        "moderator:read:followers",
                        "channel:read:subscriptions",
                        "bits:read",
                        "channel:read:hype_train"));
        client = connect();
        session = client.welcomed();
    }

    @Test
    void notificationCarriesTheRealSubscription() {
        JsonNode created = subscribeToFollows(session);

        String id = simulator.channel().follow(new Person("800200", "mossy_kettle", "Mossy_Kettle"));

        JsonNode message = client.next("notification");
        assertThat(message.at("/metadata/message_id").asText()).isEqualTo(id);
        assertThat(message.at("/metadata/subscription_type").asText()).isEqualTo("channel.follow");
        assertThat(message.at("/metadata/subscription_version")).isEqualTo(created.path("version"));
        JsonNode subscription = message.at("/payload/subscription");
        for (String member : List.of("id", "status", "type", "version", "cost", "condition", "created_at")) {
            assertThat(subscription.path(member)).as(member).isEqualTo(created.path(member));
        }
        assertThat(subscription.at("/transport/session_id").asText()).isEqualTo(session);
        JsonNode event = message.at("/payload/event");
        assertThat(event.path("user_login").asText()).isEqualTo("mossy_kettle");
        assertThat(event.path("broadcaster_user_id").asText()).isEqualTo("700100");
        assertThat(event.path("followed_at").asText()).matches(".*\\.\\d{9}Z");
    }

    @Test
    void nothingIsDeliveredWithoutSubscription() {
        subscribeToFollows(session);

        simulator.channel().cheer(null, 100, "Cheer100");

        client.assertNothingFor(MOMENT);
    }

    @Test
    void eventOfAnotherBroadcasterIsNotDelivered() {
        subscribeToFollows(session);

        simulator.notifyJson("channel.follow", "{\"broadcaster_user_id\":\"999\",\"user_id\":\"1\"}");

        client.assertNothingFor(MOMENT);
    }

    @Test
    void raidIsDeliveredByItsDirection() {
        subscribe(session, "channel.raid", "1", "{\"to_broadcaster_user_id\":\"700100\"}");
        subscribe(session, "channel.raid", "1", "{\"from_broadcaster_user_id\":\"700100\"}");

        simulator.channel().raid(Person.of("700300", "AshPier"), 42);

        JsonNode message = client.next("notification");
        assertThat(message.at("/payload/subscription/condition/to_broadcaster_user_id")
                        .asText())
                .isEqualTo("700100");
        assertThat(message.at("/payload/event/viewers").intValue()).isEqualTo(42);
        client.assertNothingFor(MOMENT);
    }

    @Test
    void redeliveryRepeatsTheSameBytes() {
        subscribeToFollows(session);
        String id = simulator.channel().follow();
        JsonNode first = client.next("notification");

        simulator.faults().redeliver(id);

        assertThat(client.next("notification")).isEqualTo(first);
    }

    @Test
    void redeliveryOfAnUnknownMessageIsRefused() {
        assertThatThrownBy(() -> simulator.faults().redeliver("nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyNotificationCanBeDuplicated() {
        subscribeToFollows(session);
        simulator.faults().duplicate(2);

        String id = simulator.channel().follow();

        for (int copy = 0; copy < 3; copy++) {
            assertThat(client.next("notification").at("/metadata/message_id").asText())
                    .isEqualTo(id);
        }
        client.assertNothingFor(MOMENT);
    }

    @Test
    void timestampsCanBeAged() {
        subscribeToFollows(session);
        simulator.faults().ageBy(Duration.ofMinutes(11));

        simulator.channel().follow();

        JsonNode message = client.next("notification");
        Instant sent = Instant.parse(message.at("/metadata/message_timestamp").asText());
        assertThat(Duration.between(sent, Instant.now())).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void giftBombIsOneGiftAndASubscriptionForEachRecipient() {
        subscribe(session, "channel.subscribe", "1", OWN_CONDITION);
        subscribe(session, "channel.subscription.gift", "1", OWN_CONDITION);

        List<String> ids = simulator.channel().giftBomb(Person.of("800201", "TinBadger"), 5, "1000");

        int gifts = 0;
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            JsonNode message = client.next("notification");
            received.add(message.at("/metadata/message_id").asText());
            JsonNode event = message.at("/payload/event");
            if (event.has("total")) {
                gifts++;
                assertThat(event.path("total").intValue()).isEqualTo(5);
            } else {
                assertThat(event.path("is_gift").booleanValue()).isTrue();
            }
        }
        assertThat(gifts).isEqualTo(1);
        assertThat(received).isEqualTo(ids);
    }

    @Test
    void anonymousUsersAreNull() {
        subscribe(session, "channel.cheer", "1", OWN_CONDITION);
        subscribe(session, "channel.subscription.gift", "1", OWN_CONDITION);

        simulator.channel().cheer(null, 100, "Cheer100");
        simulator.channel().giftBomb(null, 1, "1000");

        JsonNode cheer = client.next("notification").at("/payload/event");
        JsonNode gift = client.next("notification").at("/payload/event");
        for (JsonNode event : List.of(cheer, gift)) {
            assertThat(event.path("is_anonymous").booleanValue()).isTrue();
            assertThat(event.path("user_id").isNull()).isTrue();
            assertThat(event.path("user_login").isNull()).isTrue();
            assertThat(event.path("user_name").isNull()).isTrue();
        }
        assertThat(gift.path("cumulative_total").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization_revoked",
                "user_removed",
                "version_removed",
                "moderator_removed",
                "chat_user_banned",
                "beta_maintenance"
            })
    void revocationIsSentOnceAndThenNothingMore(String status) {
        JsonNode created = subscribeToFollows(session);

        simulator.faults().revoke("channel.follow", status);
        simulator.channel().follow();

        JsonNode message = client.next("revocation");
        assertThat(message.at("/metadata/subscription_type").asText()).isEqualTo("channel.follow");
        assertThat(message.at("/payload/subscription/id")).isEqualTo(created.path("id"));
        assertThat(message.at("/payload/subscription/status").asText()).isEqualTo(status);
        assertThat(message.path("payload").has("event")).isFalse();
        client.assertNothingFor(Duration.ofMillis(100));
        assertThat(helix("/eventsub/subscriptions").first().path("status").asText())
                .isEqualTo(status);
    }

    @Test
    void typesBeyondTheSevenComeFromFixtures() {
        assertThat(subscribe(session, "channel.hype_train.begin", "2", OWN_CONDITION)
                        .status())
                .isEqualTo(202);

        simulator.notify("channel.hype_train.begin");

        JsonNode event = client.next("notification").at("/payload/event");
        assertThat(event.path("broadcaster_user_login").asText()).isEqualTo("lanternbay");
        assertThat(event.path("level").intValue()).isPositive();
        assertThat(event.toString()).doesNotContain("$");
    }

    @Test
    void rewardConditionIsJudged() {
        String redeemer = simulator.signIn().issueToken(simulator.options().broadcaster(), "channel:read:redemptions");
        String type = "channel.channel_points_custom_reward_redemption.add";
        subscribe(session, type, "1", "{" + OWN + ",\"reward_id\":\"r-wave\"}", redeemer);

        simulator.notifyJson(type, "{\"id\":\"1\",\"reward\":{\"id\":\"r-other\"}}");
        client.assertNothingFor(MOMENT);
        simulator.notify(type);

        assertThat(client.next("notification").at("/payload/event/reward/id").asText())
                .isEqualTo("r-wave");
    }

    @Test
    void eventsMayBeMadeFromManyThreads() {
        subscribeToFollows(session);

        Set<String> ids = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> simulator.channel().follow())
                .collect(Collectors.toSet());

        Set<String> received = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            received.add(client.next("notification").at("/metadata/message_id").asText());
        }
        assertThat(received).isEqualTo(ids).hasSize(200);
    }

    @Test
    void everySessionWithASubscriptionGetsItsOwnMessage() {
        EventSubRecorder second = connect();
        subscribeToFollows(session);
        subscribeToFollows(second.welcomed());

        simulator.channel().follow();

        String first = client.next("notification").at("/metadata/message_id").asText();
        assertThat(second.next("notification").at("/metadata/message_id").asText())
                .isNotEqualTo(first);
    }
}
