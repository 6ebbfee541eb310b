package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.Person;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twitch says no to one resource, while the token is good. */
@Thorough
class RefusedResourceIT {
    private static final Duration PATIENCE = ofSeconds(60);

    private SimulatorOptions options = SimulatorOptions.defaults();
    private TwitchSimulator twitch;
    private RunningRelay relay;

    private void start(boolean refreshToken, String channel) {
        if (twitch == null) {
            twitch = TwitchSimulator.start(options);
        }
        twitch.channel().followers(1234);
        twitch.channel().subs(57);
        Map<String, Object> settings =
                RunningRelay.settingsWithToken(twitch, "twitch.channel", channel, "twitch.poll-interval", "200ms");
        if (refreshToken) {
            settings.put("twitch.refresh-token", options.refreshToken());
        }
        relay = RunningRelay.start(settings);
    }

    @AfterEach
    void stop() {
        relay.close();
        twitch.close();
    }

    private JsonNode subsPoll() {
        return relay.status().path("polls").path("poll-subscriptions");
    }

    private int polls(String path) {
        return twitch.seen().requests().entrySet().stream()
                .filter(request -> request.getKey().contains(path))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private void assertEverythingElseWorks() {
        int before = polls("/helix/subscriptions");
        await().atMost(PATIENCE).until(() -> polls("/helix/subscriptions") >= before + 3);
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        == 1234);
        JsonNode status = relay.status();
        assertThat(status.path("token").path("signedIn").asBoolean()).isTrue();
        assertThat(status.path("token").path("problem").isNull()).isTrue();
        assertThat(relay.get("/api/twitch/stats").path("data").path("subs").asInt())
                .isZero();
        assertThat(twitch.seen().refreshes()).isZero();
        assertThat(StreamSupport.stream(status.path("findings").spliterator(), false)
                        .filter(finding -> finding.path("level").asText().equals("problem"))
                        .filter(finding -> !finding.path("text").asText().contains("there is no refresh token"))
                        .map(finding -> finding.path("subject").asText()))
                .doesNotContain("poll-subscriptions", "sign-in");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTokenOfAnotherAccountIsRefusedTheSubscribersAndNothingElse(boolean refreshToken) {
        options = options.withTokenUser(Person.of("700200", "OtherUser"), true);
        start(refreshToken, "lanternbay");
        await().atMost(PATIENCE).until(() -> subsPoll().path("refusal").isTextual());

        assertThat(subsPoll().path("refusal").asText())
                .contains("not available to this account")
                .contains("The ID in broadcaster_id must match the user ID");
        assertThat(subsPoll().path("error").isNull()).isTrue();
        assertEverythingElseWorks();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | broadcaster_id does not match token",
                "401 | Invalid OAuth token",
                "401 | Unauthorized",
                "403 | User does not have permission",
                "410 | This API is not available.",
                "404 | ",
                "400 | channel does not have a subscription program"
            })
    void oneRefusedResourceNeitherEndsTheSignInNorSpendsARefreshToken(int status, String message) {
        twitch = TwitchSimulator.start(options);
        twitch.faults().fail("/helix/subscriptions", status, message == null ? "" : message, Integer.MAX_VALUE);
        start(true, "");
        await().atMost(PATIENCE).until(() -> subsPoll().path("refusal").isTextual());

        assertThat(subsPoll().path("refusal").asText()).contains(message == null ? "404" : message);
        assertEverythingElseWorks();
    }

    @Test
    void aServerThatHasNoneOfTheResourcesIsNotTakenForATwitchThatRefusesThem() {
        twitch = TwitchSimulator.start(options);
        for (String path : new String[] {"/helix/streams", "/helix/channels/followers", "/helix/subscriptions"}) {
            twitch.faults().fail(path, 404, "no such page", Integer.MAX_VALUE);
        }
        start(true, "");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(relay.status().path("findings"))
                .anyMatch(finding -> finding.path("subject")
                                .asText()
                                .equals("poll-followers, poll-streams, poll-subscriptions")
                        && finding.path("text").asText().equals("the address is wrong: twitch.api.url answers 404")));

        assertThat(relay.send("GET", relay.uri("/api/twitch/stats"), "").statusCode())
                .as("no zeros are told")
                .isEqualTo(204);
        twitch.faults().forgiveRequests();
        await().atMost(PATIENCE)
                .until(() ->
                        relay.get("/api/twitch/stats").path("data").path("subs").asInt() == 57);
    }

    @Test
    void aTokenThatHasReallyEndedIsRefreshedOnce() {
        start(true, "");
        await().atMost(PATIENCE)
                .until(() ->
                        relay.get("/api/twitch/stats").path("data").path("subs").asInt() == 57);
        twitch.signIn().expireAccessTokens();
        twitch.channel().subs(60);

        await().atMost(PATIENCE)
                .until(() ->
                        relay.get("/api/twitch/stats").path("data").path("subs").asInt() == 60);
        assertThat(twitch.seen().refreshes()).isEqualTo(1);
    }
}
