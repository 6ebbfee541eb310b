package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsEndpointTest extends AgainstSimulator {
    private static final String STRANGER = "{\"broadcaster_user_id\":\"%d\"}";
    private EventSubRecorder client;
    private String session;

    @BeforeEach
    void connectClient() {
        start(SimulatorOptions.fast().withPageSize(3).with(ProtocolTime.SUBSCRIPTION_WINDOW, PATIENCE));
        client = connect();
        session = client.welcomed();
    }

    @Test
    void createdSubscriptionIsAnsweredWith202() {
        Answer answer = subscribe(session, "channel.follow", "2", FOLLOW_CONDITION);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("total").intValue()).isEqualTo(1);
        assertThat(answer.body().path("total_cost").intValue()).isZero();
        assertThat(answer.body().path("max_total_cost").intValue()).isEqualTo(10);
        assertThat(answer.first().path("status").asText()).isEqualTo("enabled");
        assertThat(answer.first().at("/transport/session_id").asText()).isEqualTo(session);
        assertThat(answer.first().at("/transport/connected_at").asText()).endsWith("Z");
        simulator.seen().awaitSubscribed(PATIENCE, "channel.follow");
    }

    @ParameterizedTest
    @CsvSource({
        "channel.follow,2,'{\"broadcaster_user_id\":\"700100\",\"moderator_user_id\":\"700100\"}'",
        "channel.subscribe,1,'{\"broadcaster_user_id\":\"700100\"}'",
        "channel.subscription.gift,1,'{\"broadcaster_user_id\":\"700100\"}'",
        "channel.cheer,1,'{\"broadcaster_user_id\":\"700100\"}'",
        "channel.raid,1,'{\"to_broadcaster_user_id\":\"700100\"}'",
        "stream.online,1,'{\"broadcaster_user_id\":\"700100\"}'",
        "stream.offline,1,'{\"broadcaster_user_id\":\"700100\"}'"
    })
    void theSevenTypesAreAcceptedAtNoCost(String type, String version, String condition) {
        Answer answer = subscribe(session, type, version, condition);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.first().path("cost").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "channel.follow,1,'{\"broadcaster_user_id\":\"700100\"}',410,This subscription type is not available.",
        "channel.hype_train.begin,1,'{\"broadcaster_user_id\":\"700100\"}',410,This subscription type is not available.",
        "channel.custom_power_up_redemption.add,beta,'{\"broadcaster_user_id\":\"700100\"}',410,This subscription type is not available.",
        "channel.follow,2,'{\"broadcaster_user_id\":\"700100\"}',400,missing condition moderator_user_id",
        "channel.subscribe,7,'{\"broadcaster_user_id\":\"700100\"}',400,invalid subscription type and version",
        "channel.weather,1,'{\"broadcaster_user_id\":\"700100\"}',400,invalid subscription type and version",
        "stream.online,1,'{\"broadcaster_user_id\":7}',400,condition values must be strings",
        "stream.online,1,'{\"broadcaster_user_id\":\"nobody\"}',400,the user in broadcaster_user_id does not exist",
        "stream.online,1,'[]',400,missing condition",
        "drop.entitlement.grant,1,'{\"organization_id\":\"1\"}',400,invalid transport and auth combination",
        "channel.hype_train.begin,2,'{\"broadcaster_user_id\":\"700100\"}',403,subscription missing proper authorization",
        "channel.subscribe,1,'{\"broadcaster_user_id\":\"5\"}',403,subscription missing proper authorization"
    })
    void wrongRequestsAreRefused(String type, String version, String condition, int status, String message) {
        Answer answer = subscribe(session, type, version, condition);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.body().path("status").intValue()).isEqualTo(status);
        assertThat(answer.body().path("error").asText()).isNotEmpty();
    }

    @Test
    void raidNeedsExactlyOneDirection() {
        Answer both = subscribe(
                session, "channel.raid", "1", "{\"from_broadcaster_user_id\":\"1\",\"to_broadcaster_user_id\":\"2\"}");
        Answer none = subscribe(session, "channel.raid", "1", "{}");

        assertThat(both.status()).isEqualTo(400);
        assertThat(none.status()).isEqualTo(400);
    }

    @Test
    void followNeedsTheTokensUserAsModerator() {
        Answer answer = subscribe(session, "channel.follow", "2", "{" + OWN + ",\"moderator_user_id\":\"4\"}");

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void missingScopeIs403() {
        String poor = simulator.signIn().issueToken(simulator.options().broadcaster());

        assertThat(subscribe(session, "channel.cheer", "1", OWN_CONDITION, poor).status())
                .isEqualTo(403);
        assertThat(subscribe(session, "stream.online", "1", OWN_CONDITION, poor).status())
                .isEqualTo(202);
    }

    @Test
    void appTokenIsRefused() {
        Answer answer = subscribe(
                session, "stream.online", "1", OWN_CONDITION, simulator.signIn().issueAppToken());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("invalid transport and auth combination");
    }

    @Test
    void badTokenAndForeignClientIdAre401() {
        assertThat(subscribe(session, "stream.online", "1", OWN_CONDITION, "wrong")
                        .message())
                .isEqualTo("Invalid OAuth token");
        Answer foreign = send(HttpRequest.newBuilder(simulator.subscriptionsUrl())
                .header("Authorization", "Bearer " + token)
                .header("Client-Id", "another"));

        assertThat(foreign.status()).isEqualTo(401);
        assertThat(foreign.message()).isEqualTo("Client ID and OAuth token do not match");
    }

    @Test
    void missingHeadersAre401() {
        assertThat(send(HttpRequest.newBuilder(simulator.subscriptionsUrl())).message())
                .isEqualTo("OAuth token is missing");
        assertThat(send(HttpRequest.newBuilder(simulator.subscriptionsUrl()).header("Authorization", "Bearer " + token))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void unknownSessionIs400() {
        assertThat(subscribe("AgoQnothing", "stream.online", "1", OWN_CONDITION).message())
                .isEqualTo("websocket transport session does not exist or has already disconnected");
    }

    @Test
    void sessionBelongsToOneUser() {
        subscribeToFollows(session);
        String other = simulator.signIn().issueToken(Person.of("5", "Other"));

        Answer answer = subscribe(session, "stream.online", "1", OWN_CONDITION, other);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("different users");
    }

    @Test
    void equalConditionOnTheSameSessionIs409() {
        Answer first = subscribe(session, "channel.raid", "1", "{\"to_broadcaster_user_id\":\"700100\"}");

        Answer other = subscribe(session, "channel.raid", "1", "{\"from_broadcaster_user_id\":\"700100\"}");
        Answer equal = subscribe(
                session,
                "channel.raid",
                "1",
                "{\"to_broadcaster_user_id\":\"700100\",\"from_broadcaster_user_id\":\"\"}");

        assertThat(other.status()).isEqualTo(202);
        assertThat(equal.status()).isEqualTo(409);
        assertThat(equal.message()).isEqualTo("subscription already exists");
        assertThat(equal.first().path("id")).isEqualTo(first.first().path("id"));
    }

    @Test
    void optionalConditionKeysAreEchoedUnlessSwitchedOff() {
        String condition = "{\"to_broadcaster_user_id\":\"700100\"}";
        JsonNode echoed =
                subscribe(session, "channel.raid", "1", condition).first().path("condition");
        simulator.faults().echoEmptyConditions(false);
        String other = "{\"from_broadcaster_user_id\":\"700100\"}";
        JsonNode plain = subscribe(session, "channel.raid", "1", other).first().path("condition");

        assertThat(echoed.path("from_broadcaster_user_id").asText("absent")).isEmpty();
        assertThat(plain.has("to_broadcaster_user_id")).isFalse();
    }

    @Test
    void fourthConnectionWithSubscriptionsIs429() {
        subscribe(session, "stream.online", "1", OWN_CONDITION);
        for (int i = 0; i < 2; i++) {
            assertThat(subscribe(connect().welcomed(), "stream.offline", "1", OWN_CONDITION)
                            .status())
                    .isEqualTo(202);
        }

        Answer fourth = subscribe(connect().welcomed(), "channel.cheer", "1", OWN_CONDITION);

        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.message()).isEqualTo("number of websocket transports limit exceeded");
        assertThat(fourth.headers().firstValue("Ratelimit-Remaining"))
                .hasValueSatisfying(left -> assertThat(Integer.parseInt(left)).isPositive());
    }

    @Test
    void deadConnectionsCountUntilTwitchNotices() {
        simulator.set(ProtocolTime.DEAD_SOCKET_NOTICED, Duration.ofMillis(300));
        subscribe(session, "stream.online", "1", OWN_CONDITION);
        for (int i = 0; i < 2; i++) {
            subscribe(connect().welcomed(), "stream.offline", "1", OWN_CONDITION);
        }
        simulator.faults().halfOpen();

        String fresh = connect().welcomed();
        assertThat(subscribe(fresh, "channel.cheer", "1", OWN_CONDITION).status())
                .isEqualTo(429);
        simulator.seen().awaitSessions(1, PATIENCE);
        assertThat(subscribe(fresh, "channel.cheer", "1", OWN_CONDITION).status())
                .isEqualTo(202);
    }

    @Test
    void fourthEqualSubscriptionIs429() {
        for (int i = 0; i < 3; i++) {
            subscribe(i == 0 ? session : connect().welcomed(), "stream.online", "1", OWN_CONDITION);
        }

        Answer fourth = subscribe(connect().welcomed(), "stream.online", "1", OWN_CONDITION);

        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.message()).isEqualTo("maximum subscriptions with type and condition exceeded");
    }

    @Test
    void connectionHoldsThreeHundredSubscriptions() {
        String redeemer = simulator.signIn().issueToken(simulator.options().broadcaster(), "channel:read:redemptions");
        String type = "channel.channel_points_custom_reward.update";
        String condition = "{" + OWN + ",\"reward_id\":\"%d\"}";
        for (int reward = 0; reward < 300; reward++) {
            assertThat(subscribe(session, type, "1", condition.formatted(reward), redeemer)
                            .status())
                    .isEqualTo(202);
        }

        assertThat(subscribe(session, type, "1", condition.formatted(300), redeemer)
                        .status())
                .isEqualTo(429);
    }

    @Test
    void typeWithManyScopesNeedsOneOfEachKind() {
        Person user = simulator.options().broadcaster();
        String[] kinds = {
            "moderator:manage:blocked_terms",
            "moderator:read:chat_settings",
            "moderator:read:unban_requests",
            "moderator:manage:banned_users",
            "moderator:read:chat_messages",
            "moderator:read:moderators",
            "moderator:read:vips"
        };

        String all = simulator.signIn().issueToken(user, kinds);
        String allButOne = simulator.signIn().issueToken(user, Arrays.copyOf(kinds, kinds.length - 1));

        assertThat(subscribe(session, "channel.moderate", "1", FOLLOW_CONDITION, allButOne)
                        .status())
                .isEqualTo(403);
        assertThat(subscribe(session, "channel.moderate", "1", FOLLOW_CONDITION, all)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void foreignChannelsCostOneEachUpToTen() {
        for (int id = 1; id <= 10; id++) {
            Answer answer = subscribe(session, "stream.online", "1", STRANGER.formatted(id));
            assertThat(answer.first().path("cost").intValue()).isEqualTo(1);
            assertThat(answer.body().path("total_cost").intValue()).isEqualTo(id);
        }

        assertThat(subscribe(session, "stream.online", "1", STRANGER.formatted(11))
                        .status())
                .isEqualTo(429);
        assertThat(subscribe(session, "stream.online", "1", OWN_CONDITION).status())
                .isEqualTo(202);
    }

    @Test
    void listIsPagedOldestFirst() {
        for (int id = 1; id <= 4; id++) {
            subscribe(session, "stream.online", "1", STRANGER.formatted(id));
        }

        Answer first = helix("/eventsub/subscriptions");
        String cursor = first.body().at("/pagination/cursor").asText();
        Answer second = helix("/eventsub/subscriptions?after=" + cursor);

        assertThat(first.body().path("data")).hasSize(3);
        assertThat(first.body().path("total").intValue()).isEqualTo(4);
        assertThat(first.first().at("/condition/broadcaster_user_id").asText()).isEqualTo("1");
        assertThat(second.body().path("data")).hasSize(1);
        assertThat(second.body().path("pagination").isEmpty()).isTrue();
    }

    @Test
    void listTakesOneFilter() {
        subscribe(session, "stream.online", "1", OWN_CONDITION);
        String id = subscribeToFollows(session).path("id").asText();

        assertThat(helix("/eventsub/subscriptions?type=channel.follow").body().path("data"))
                .hasSize(1);
        assertThat(helix("/eventsub/subscriptions?subscription_id=" + id).body().path("data"))
                .hasSize(1);
        assertThat(helix("/eventsub/subscriptions?user_id=700100").body().path("data"))
                .hasSize(2);
        assertThat(helix("/eventsub/subscriptions?status=user_removed").body().path("data"))
                .isEmpty();
        assertThat(helix("/eventsub/subscriptions?type=channel.follow&status=enabled")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "1000,websocket_disconnected",
        "4000,websocket_internal_error",
        "4001,websocket_received_inbound_traffic",
        "4002,websocket_failed_ping_pong",
        "4005,websocket_network_timeout",
        "4006,websocket_network_error"
    })
    void endedSubscriptionsShowWhyAndVanishAfterAWhile(int code, String status) {
        simulator.set(ProtocolTime.ENDED_SUBSCRIPTION_KEPT, Duration.ofMillis(200));
        subscribeToFollows(session);

        simulator.faults().close(code);

        JsonNode ended = helix("/eventsub/subscriptions").first();
        assertThat(ended.path("status").asText()).isEqualTo(status);
        assertThat(ended.at("/transport/disconnected_at").asText()).isNotEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        helix("/eventsub/subscriptions").body().path("data").isEmpty());
    }

    @Test
    void deletedSubscriptionDeliversNothingMore() {
        String id = subscribeToFollows(session).path("id").asText();

        assertThat(delete("?id=" + id, token).status()).isEqualTo(204);
        simulator.channel().follow();

        client.assertNothingFor(MOMENT);
        assertThat(delete("?id=" + id, token).status()).isEqualTo(404);
        assertThat(delete("", token).status()).isEqualTo(400);
    }

    @Test
    void onlyTheCreatorMayDelete() {
        String id = subscribeToFollows(session).path("id").asText();
        String other = simulator.signIn().issueToken(Person.of("5", "Other"));

        assertThat(delete("?id=" + id, other).status()).isEqualTo(404);
    }

    private Answer delete(String query, String accessToken) {
        return send(authorized(URI.create(simulator.subscriptionsUrl() + query), accessToken)
                .DELETE());
    }

    @Test
    void failuresCanBeForcedByType() {
        simulator.faults().failSubscriptions("channel.cheer", 503, "Service Unavailable", 1);

        assertThat(subscribe(session, "stream.online", "1", OWN_CONDITION).status())
                .isEqualTo(202);
        assertThat(subscribe(session, "channel.cheer", "1", OWN_CONDITION).status())
                .isEqualTo(503);
        assertThat(subscribe(session, "channel.cheer", "1", OWN_CONDITION).status())
                .isEqualTo(202);
        assertThat(simulator.seen().subscriptionPosts()).isEqualTo(3);
    }

    @Test
    void failuresCanBeForcedForAllTypes() {
        simulator.faults().failSubscriptions(null, 429, "number of websocket transports limit exceeded", 2);

        assertThat(subscribe(session, "stream.online", "1", OWN_CONDITION).status())
                .isEqualTo(429);
        assertThat(subscribe(session, "channel.cheer", "1", OWN_CONDITION).status())
                .isEqualTo(429);
        assertThat(subscribe(session, "channel.cheer", "1", OWN_CONDITION).status())
                .isEqualTo(202);
    }
}
