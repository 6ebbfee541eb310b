package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelixEndpointTest extends AgainstSimulator {
    private static final String STREAMS = "/streams?user_id=700100";
    private static final String FOLLOWERS = "/channels/followers?broadcaster_id=700100";
    private static final String SUBSCRIPTIONS = "/subscriptions?broadcaster_id=700100";

    private boolean live() {
        return !helix(STREAMS).body().path("data").isEmpty();
    }

    private void awaitLive(boolean expected) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> live() == expected);
    }

    @Test
    void offlineStreamIsAnEmptyList() {
        start(SimulatorOptions.fast());

        Answer answer = helix(STREAMS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).isEqualTo("{\"data\":[],\"pagination\":{}}");
    }

    @Test
    void liveStreamShowsViewersAndTheIdOfTheEvent() {
        start(SimulatorOptions.fast());
        EventSubRecorder client = connect();
        subscribe(client.welcomed(), "stream.online", "1", OWN_CONDITION);

        simulator.channel().goOnline();
        simulator.channel().viewers(137);

        JsonNode event = client.next("notification").at("/payload/event");
        JsonNode stream = helix("/streams?user_login=LanternBay").first();
        assertThat(stream.path("viewer_count").intValue()).isEqualTo(137);
        assertThat(stream.path("id")).isEqualTo(event.path("id"));
        assertThat(stream.path("started_at")).isEqualTo(event.path("started_at"));
        assertThat(stream.path("type").asText()).isEqualTo("live");
        assertThat(stream.path("user_login").asText()).isEqualTo("lanternbay");
        assertThat(helix("/streams?user_id=5").body().path("data")).isEmpty();
    }

    @Test
    void streamsLagBehindBothEvents() {
        start(SimulatorOptions.fast().with(ProtocolTime.STREAM_ONLINE_LAG, Duration.ofHours(1)));
        simulator.channel().goOnline();
        assertThat(live()).isFalse();

        simulator.channel().live(true);
        simulator.set(ProtocolTime.STREAM_OFFLINE_LAG, Duration.ofHours(1));
        simulator.channel().goOffline();

        assertThat(live()).isTrue();
    }

    @Test
    void streamsCatchUpAfterTheLag() {
        start(SimulatorOptions.fast()
                .with(ProtocolTime.STREAM_ONLINE_LAG, Duration.ofMillis(50))
                .with(ProtocolTime.STREAM_OFFLINE_LAG, Duration.ofMillis(50)));

        simulator.channel().goOnline();
        awaitLive(true);
        simulator.channel().goOffline();
        awaitLive(false);
    }

    @Test
    void streamsCanBeAheadOfEvents() {
        start(SimulatorOptions.fast().with(ProtocolTime.STREAM_ONLINE_LAG, Duration.ofMillis(-300)));
        EventSubRecorder client = connect();
        subscribe(client.welcomed(), "stream.online", "1", OWN_CONDITION);

        simulator.channel().goOnline();

        assertThat(live()).isTrue();
        client.assertNothingFor(MOMENT);
        client.next("notification");
    }

    @Test
    void followersShowTotalAndNewestFirst() {
        start(SimulatorOptions.fast());
        simulator.channel().followers(4821);

        simulator.channel().follow(Person.of("800200", "Mossy_Kettle"));

        Answer answer = helix(FOLLOWERS + "&first=1");
        assertThat(answer.body().path("total").intValue()).isEqualTo(4822);
        assertThat(answer.body().path("data")).hasSize(1);
        assertThat(answer.first().path("user_login").asText()).isEqualTo("mossy_kettle");
        assertThat(Instant.parse(answer.first().path("followed_at").asText())).isBefore(Instant.now());
        String cursor = answer.body().at("/pagination/cursor").asText();
        assertThat(helix(FOLLOWERS + "&first=100&after=" + cursor).body().path("data"))
                .hasSize(100);
    }

    @Test
    void followersWithoutScopeKeepTheTotal() {
        start(SimulatorOptions.fast().withScopes("bits:read"));

        Answer answer = helix(FOLLOWERS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("total").intValue()).isEqualTo(1234);
        assertThat(answer.body().path("data")).isEmpty();
        assertThat(helix(FOLLOWERS + "&user_id=5").status()).isEqualTo(401);
        assertThat(helix(FOLLOWERS + "&user_id=5").message()).isEqualTo("missing scope moderator:read:followers");
    }

    @Test
    void followersAreOpenToModeratorsOnly() {
        Person other = Person.of("5", "Other");
        start(SimulatorOptions.fast().withTokenUser(other, true));
        assertThat(helix(FOLLOWERS).body().path("data")).hasSize(20);
        simulator.close();

        start(SimulatorOptions.fast().withTokenUser(other, false));
        assertThat(helix(FOLLOWERS).body().path("data")).isEmpty();
    }

    @Test
    void countersCanLagBehindEvents() {
        start(SimulatorOptions.fast().with(ProtocolTime.COUNTERS_LAG, Duration.ofHours(1)));

        simulator.channel().follow();
        assertThat(helix(FOLLOWERS).body().path("total").intValue()).isEqualTo(1234);
        simulator.set(ProtocolTime.COUNTERS_LAG, Duration.ofMillis(20));
        simulator.channel().follow();

        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> helix(FOLLOWERS).body().path("total").intValue() == 1235);
    }

    @Test
    void subscriptionsCountPointsByTier() {
        start(SimulatorOptions.fast());
        simulator.channel().subs(10);

        simulator.channel().subscribe(Person.of("1", "One"), "1000");
        simulator.channel().subscribe(Person.of("2", "Two"), "2000");
        simulator.channel().subscribe(Person.of("3", "Three"), "3000");
        simulator.channel().giftBomb(Person.of("4", "Four"), 5, "1000");

        Answer answer = helix(SUBSCRIPTIONS);
        assertThat(answer.body().path("total").intValue()).isEqualTo(18);
        assertThat(answer.body().path("points").intValue()).isEqualTo(10 + 1 + 2 + 6 + 5);
        assertThat(answer.first().path("user_id").asText())
                .as("the broadcaster's own entry")
                .isEqualTo("700100");
        JsonNode gifted = answer.body().path("data").path(1);
        assertThat(gifted.path("is_gift").booleanValue()).isTrue();
        assertThat(gifted.path("gifter_login").asText()).isEqualTo("four");
        assertThat(helix(SUBSCRIPTIONS + "&user_id=2").body().has("total")).isFalse();
        assertThat(helix(SUBSCRIPTIONS + "&user_id=2").first().path("tier").asText())
                .isEqualTo("2000");
    }

    @Test
    void endOfASubscriptionIsCounted() {
        start(SimulatorOptions.fast());
        Person leaving = Person.of("3", "Three");
        simulator.channel().subscribe(leaving, "3000");

        simulator.channel().unsubscribe(leaving);

        assertThat(helix(SUBSCRIPTIONS).body().path("total").intValue()).isEqualTo(57);
        assertThat(helix(SUBSCRIPTIONS).body().path("points").intValue()).isEqualTo(57);
    }

    @Test
    void channelWithoutAffiliateStatusHasNoSubscriptions() {
        start(SimulatorOptions.fast().withBroadcasterType(""));

        Answer answer = helix(SUBSCRIPTIONS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("data")).isEmpty();
        assertThat(answer.body().path("total").intValue()).isZero();
        assertThat(helix("/users").first().path("broadcaster_type").asText()).isEmpty();
    }

    @Test
    void subscriptionsNeedTheBroadcastersOwnTokenWithItsScope() {
        start(SimulatorOptions.fast().withScopes("bits:read"));

        assertThat(helix(SUBSCRIPTIONS).message()).isEqualTo("Missing scope: channel:read:subscriptions");
        assertThat(helix("/subscriptions?broadcaster_id=5").status()).isEqualTo(401);
    }

    @Test
    void usersAreFoundByIdLoginOrToken() {
        start(SimulatorOptions.fast());

        assertThat(helix("/users").first().path("display_name").asText()).isEqualTo("LanternBay");
        assertThat(helix("/users?id=700100&login=mossy_kettle").body().path("data"))
                .hasSize(2);
        assertThat(helix("/users?login=nobody_of_that_name").body().path("data"))
                .isEmpty();
        assertThat(helix("/users?login=no%20login").status()).isEqualTo(400);
        assertThat(helix("/users", simulator.signIn().issueAppToken()).status()).isEqualTo(400);
    }

    @Test
    void channelsShowTheTitleEvenOffline() {
        start(SimulatorOptions.fast());
        simulator.channel().title("Counting ships");

        assertThat(helix("/channels?broadcaster_id=700100")
                        .first()
                        .path("title")
                        .asText())
                .isEqualTo("Counting ships");
        assertThat(helix("/channels").status()).isEqualTo(400);
    }

    @Test
    void appTokenReadsStreams() {
        start(SimulatorOptions.fast());

        assertThat(helix(STREAMS, simulator.signIn().issueAppToken()).status()).isEqualTo(200);
    }

    @Test
    void unknownPathIs404() {
        start(SimulatorOptions.fast());

        assertThat(helix("/weather").status()).isEqualTo(404);
    }

    @Test
    void bucketIsCountedInHeadersAndEmptiesWith429() {
        start(SimulatorOptions.fast().withRateLimit(60));

        Answer first = helix(STREAMS);
        simulator.faults().exhaustRateLimit(Duration.ofSeconds(30));
        Answer limited = helix(STREAMS);

        assertThat(first.headers().firstValue("Ratelimit-Limit")).contains("60");
        assertThat(first.headers().firstValue("Ratelimit-Remaining")).contains("59");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Ratelimit-Remaining")).contains("0");
        assertThat(limited.headers().firstValueAsLong("Ratelimit-Reset").orElse(0))
                .isBetween(Instant.now().getEpochSecond() + 80, Instant.now().getEpochSecond() + 100);
        assertThat(helix(STREAMS, simulator.signIn().issueAppToken()).status())
                .as("another bucket")
                .isEqualTo(200);
    }

    @Test
    void answersAreDated() {
        start(SimulatorOptions.fast());
        simulator.faults().skewClockBy(Duration.ofMinutes(-20));

        String date = helix(STREAMS).headers().firstValue("Date").orElse("");

        Instant dated =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(dated, Instant.now()).toMinutes()).isBetween(19L, 20L);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 502, 503})
    void answersCanBeForced(int status) {
        start(SimulatorOptions.fast());
        simulator.faults().fail("/helix/streams", status, "as you wish", 1);

        Answer forced = helix(STREAMS);

        assertThat(forced.status()).isEqualTo(status);
        assertThat(forced.message()).isEqualTo("as you wish");
        assertThat(forced.headers().firstValue("Ratelimit-Remaining").orElse("-"))
                .isEqualTo(status == 429 ? "0" : "-");
        assertThat(helix(STREAMS).status()).isEqualTo(200);
        assertThat(simulator.seen().requests("GET /helix/streams")).isEqualTo(2);
    }

    @Test
    void answersCanBeSlow() {
        start(SimulatorOptions.fast());
        simulator.faults().slowDown("/helix/streams", Duration.ofMillis(200), 1);
        long before = System.nanoTime();

        assertThat(helix(STREAMS).status()).isEqualTo(200);

        assertThat(System.nanoTime() - before)
                .isGreaterThan(Duration.ofMillis(190).toNanos());
    }

    @Test
    void answersCanHang() {
        start(SimulatorOptions.fast());
        simulator.faults().hang("/helix/streams", 1);
        HttpRequest.Builder request = authorized(java.net.URI.create(simulator.apiUrl() + STREAMS), token);

        assertThatThrownBy(() -> send(request, MOMENT)).isInstanceOf(UncheckedIOException.class);

        simulator.seen().awaitRequests("GET /helix/streams", 1, PATIENCE);
        assertThat(helix(STREAMS).status()).isEqualTo(200);
    }
}
