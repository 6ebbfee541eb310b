package dev.twitchrelay.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.ManualClock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private final RepeatCounter repeats = new RepeatCounter(new ManualClock("2026-11-24T20:00:00Z"));
    private final Moments moments = new Moments(repeats);
    private final ToldRepository told = new ToldRepository(
            new FollowLedger(
                    new ManualClock("2026-11-24T20:00:00Z"),
                    new LedgerFile.Contents(null, null, Map.of()),
                    kept -> {},
                    repeats),
            moments);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As the route {@code eventsub} asks. */
    private boolean isNew(String type, String event) {
        JsonNode moment = json(event);
        String key = type + " " + moment.path("id").asText("") + " "
                + moment.path("status").asText("");
        boolean known = told.contains(key);
        boolean isNew = told.add(key);
        assertThat(known).isNotEqualTo(isNew);
        return isNew;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream.online",
                "stream.offline",
                "channel.hype_train.begin",
                "channel.hype_train.end",
                "channel.prediction.lock",
                "channel.goal.end",
                "channel.charity_campaign.donate",
                "channel.channel_points_custom_reward_redemption.add"
            })
    void aMomentWithAnIdIsToldOnce(String type) {
        assertThat(isNew(type, "{\"id\":\"46\"}")).isTrue();
        assertThat(isNew(type, "{\"id\":\"47\"}")).isTrue();
        assertThat(isNew(type, "{\"id\":\"46\"}")).isFalse();
        assertThat(repeats.count()).isEqualTo(1);
        assertThat(repeats.latest()).contains(type, "46");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channel.hype_train.progress",
                "channel.poll.progress",
                "channel.goal.progress",
                "channel.update",
                "channel.channel_points_custom_reward.update",
                "channel.cheer"
            })
    void whatGoesOnUnderOneIdIsToldEachTime(String type) {
        assertThat(isNew(type, "{\"id\":\"46\"}")).isTrue();
        assertThat(isNew(type, "{\"id\":\"46\"}")).isTrue();
    }

    @Test
    void aBeginAndAnEndOfOneIdAreTwoMomentsAndSoAreTheTwoEndsOfAPoll() {
        assertThat(isNew("stream.online", "{\"id\":\"46\"}")).isTrue();
        assertThat(isNew("stream.offline", "{\"id\":\"46\"}")).isTrue();
        assertThat(isNew("channel.poll.end", "{\"id\":\"p\",\"status\":\"completed\"}"))
                .isTrue();
        assertThat(isNew("channel.poll.end", "{\"id\":\"p\",\"status\":\"archived\"}"))
                .isTrue();
        assertThat(isNew("channel.poll.end", "{\"id\":\"p\",\"status\":\"archived\"}"))
                .isFalse();
    }

    @Test
    void whatHasNoIdIsAlwaysNew() {
        for (String event : new String[] {"{}", "{\"id\":\"\"}", "{\"id\":null}", "null"}) {
            assertThat(isNew("stream.offline", event)).isTrue();
            assertThat(isNew("stream.offline", event)).isTrue();
        }
        assertThat(isNew("", "{\"id\":\"46\"}")).isTrue();
    }

    @Test
    void aMomentThatCouldNotBePublishedIsNewWhenItComesAgain() {
        assertThat(told.add("stream.online 46 ")).isTrue();
        assertThat(told.remove("stream.online 46 ")).isTrue();

        assertThat(isNew("stream.online", "{\"id\":\"46\"}")).isTrue();
        assertThat(told.remove("stream.online 47 ")).isFalse();
    }

    @Test
    void whatWasShownBeforeTheStartIsKnownAndTestEventsAreNot() {
        moments.published(json("{\"type\":\"event\",\"event\":\"stream.online\",\"data\":{\"id\":\"46\"}}"));
        moments.published(
                json("{\"type\":\"event\",\"event\":\"stream.online\",\"data\":{\"id\":\"47\"},\"origin\":\"test\"}"));
        moments.published(json("{\"type\":\"stats\",\"data\":{\"live\":true}}"));

        assertThat(isNew("stream.online", "{\"id\":\"46\"}")).isFalse();
        assertThat(isNew("stream.online", "{\"id\":\"47\"}")).isTrue();
    }
}
