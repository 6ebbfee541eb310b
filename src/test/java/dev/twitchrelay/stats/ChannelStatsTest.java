package dev.twitchrelay.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.stats.ChannelStats.PollStatus;
import dev.twitchrelay.stats.ChannelStats.StreamStatus;
import dev.twitchrelay.stats.ChannelStats.Totals;
import dev.twitchrelay.support.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelStatsTest {
    private final ManualClock clock = new ManualClock("2026-11-24T20:00:00Z");
    private final ChannelStats stats = new ChannelStats(clock);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void polledStream(boolean live, int viewers, String startedAt) {
        stats.polled(
                "streams",
                json("{\"live\":%s,\"viewers\":%d,\"started_at\":\"%s\"}".formatted(live, viewers, startedAt)));
    }

    private void event(String type) {
        stats.event(type, clock.instant().toString(), null);
    }

    private void everyResourceAnswers() {
        polledStream(false, 0, "");
        stats.polled("followers", json("{\"followers\":100}"));
        stats.polled("subscriptions", json("{\"subs\":5}"));
        assertThat(stats.current()).isNotNull();
    }

    @Test
    void nothingIsToldBeforeTwitchHasToldIt() {
        assertThat(stats.current()).isNull();
        assertThat(stats.isLive()).isFalse();
        assertThat(stats.stream().live()).isNull();

        assertThat(stats.event("channel.follow", "", null)).isNull();
        assertThat(stats.event("channel.subscribe", "", null)).isNull();
        assertThat(stats.event("stream.online", "", null)).isNull();

        assertThat(stats.current()).isNull();
        assertThat(stats.totals()).isEqualTo(new Totals(true, 0, 0, 0));
        assertThat(stats.stream().live()).isTrue();
    }

    @Test
    void aResourceThatHasNeverAnsweredKeepsTheOthersFromBeingTold() {
        polledStream(true, 321, "2026-11-24T19:00:00Z");
        stats.polled("followers", json("{\"followers\":1234}"));
        stats.pollFailed("subscriptions", "500");

        assertThat(stats.current()).isNull();
        assertThat(stats.event("channel.follow", "", null))
                .as("in the middle of a round")
                .isNull();
        stats.polled("subscriptions", json("{\"subs\":57}"));

        assertThat(stats.current().toString())
                .isEqualTo("{\"live\":true,\"viewers\":321,\"followers\":1235,\"subs\":57}");
        stats.pollFailed("subscriptions", "500");
        assertThat(stats.current()).as("told once, told for good").isNotNull();
    }

    @Test
    void followsBeforeTheFirstAnswerAreInIt() {
        event("channel.follow");
        event("channel.follow");

        stats.polled("followers", json("{\"followers\":1234}"));

        assertThat(stats.totals().followers()).isEqualTo(1234);
    }

    @Test
    void whatAnEarlierRunToldIsToldOnUntilTwitchAnswers() {
        stats.restored(json("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}"));
        stats.pollFailed("streams", "no answer");

        assertThat(stats.current().toString())
                .isEqualTo("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}");
        assertThat(stats.event("channel.follow", "", null).path("followers").asInt())
                .isEqualTo(1235);

        polledStream(false, 0, "");
        clock.advance(Duration.ofMinutes(4));
        stats.polled("followers", json("{\"followers\":900}"));

        assertThat(stats.totals()).isEqualTo(new Totals(false, 0, 900, 57));
    }

    @Test
    void lastTotalsThatMakeNoSenseAreNone() {
        stats.restored(json("[]"));
        stats.restored(json("{\"followers\":1234}"));
        stats.restored(json("{\"live\":\"yes\"}"));

        assertThat(stats.current()).isNull();

        stats.restored(json("{\"live\":false,\"viewers\":7,\"followers\":-3,\"subs\":\"many\"}"));
        assertThat(stats.totals()).isEqualTo(new Totals(false, 0, 0, 0));
    }

    @Test
    void aPollFillsInWhatItKnowsAndLeavesTheRest() {
        polledStream(true, 321, "2026-11-24T19:00:00Z");
        stats.polled("followers", json("{\"followers\":1234}"));

        assertThat(stats.totals()).isEqualTo(new Totals(true, 321, 1234, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"live\":null}",
                "{\"live\":\"yes\"}",
                "{\"live\":true}",
                "{\"live\":true,\"viewers\":\"12\"}",
                "{\"live\":true,\"viewers\":-1}",
                "{\"followers\":null}",
                "{\"followers\":\"12\"}",
                "{\"followers\":1.5}",
                "{\"followers\":99999999999999999999}",
                "{\"subs\":{}}",
                "{\"followers\":7,\"subs\":null}"
            })
    void anAnswerWithoutItsNumberChangesNothingAndSaysSo(String answer) {
        polledStream(true, 321, "2026-11-24T19:00:00Z");
        stats.polled("followers", json("{\"followers\":1234}"));
        stats.polled("subscriptions", json("{\"subs\":57}"));

        assertThatThrownBy(() -> stats.polled("any", json(answer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the answer lacks ");

        assertThat(stats.totals()).isEqualTo(new Totals(true, 321, 1234, 57));
    }

    @Test
    void aListWithoutATotalIsAnAnswerWhoseNumberIsNotKnown() {
        polledStream(true, 321, "2026-11-24T19:00:00Z");
        stats.polled("followers", json("{\"followers\":1234,\"list\":true}"));
        stats.polled("subscriptions", json("{\"subs\":null,\"list\":true}"));

        assertThat(stats.current().toString())
                .isEqualTo("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":0}");
        assertThat(stats.polls().get("subscriptions").refusal()).contains("without its total");
    }

    @Test
    void aNumberThatThisSignInMayNotReadIsZeroAndTheOthersAreTold() {
        polledStream(true, 321, "2026-11-24T19:00:00Z");
        stats.polled("followers", json("{\"followers\":1234}"));
        String answer =
                "{\"error\":\"Unauthorized\",\"status\":401,\"message\":\"broadcaster_id does not match token\"}";

        String news = stats.pollRefused("subscriptions", "subs", 401, answer);

        assertThat(news)
                .isEqualTo("subs are not available to this account (Twitch answers 401 \"broadcaster_id does not match"
                        + " token\"); everything else works");
        assertThat(stats.pollRefused("subscriptions", "subs", 401, answer))
                .as("no news")
                .isNull();
        assertThat(stats.polls()).containsEntry("subscriptions", new PollStatus(null, null, news));
        assertThat(stats.current().toString())
                .isEqualTo("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "400, {\"error\":\"Bad Request\";\"status\":400;\"message\":\"channel does not have a subscription program\"}",
        "403, {\"error\":\"Forbidden\";\"status\":403;\"message\":\"\"}",
        "404, {\"error\":\"Not Found\";\"status\":404;\"message\":\"\"}"
    })
    void aChannelThatIsNoAffiliateHasNoSubscriptions(int status, String answer) {
        polledStream(false, 0, "");
        assertThat(stats.pollRefused("subscriptions", "subs", status, answer.replace(';', ',')))
                .startsWith("this channel has no subscriptions (Twitch answers " + status);
        assertThat(stats.isRefused("subscriptions")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"stream, 404", "followers, 404", "subs, 404", "stream, 401", "stream, 410"})
    void anAddressThatHasNeverAnsweredWellIsNotKnownToBeTwitchsAndRefusesNothing(String reads, int status) {
        String news = stats.pollRefused(reads, reads, status, "{\"error\":\"Not Found\",\"message\":\"no such page\"}");

        assertThat(news).isEqualTo("Twitch answers " + status + " \"no such page\"");
        assertThat(stats.polls()).containsEntry(reads, new PollStatus(null, news, null));
        assertThat(stats.current()).isNull();
    }

    @Test
    void aStreamThatTwitchRefusesToTellIsNotOnForEverBecauseAnEarlierRunSaidSo() {
        stats.published(
                json("{\"type\":\"event\",\"event\":\"stream.online\",\"data\":{\"id\":\"46\"}}"), clock.instant());
        stats.restored(json("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}"));
        stats.pollRefused("streams", "stream", 500, "{\"message\":\"trouble\"}");
        assertThat(stats.isLive()).as("Twitch is away").isTrue();
        stats.polled("followers", json("{\"followers\":1234}"));

        String answer = "{\"error\":\"Forbidden\",\"message\":\"no\"}";
        assertThat(stats.pollRefused("streams", "stream", 403, answer)).isEqualTo("Twitch answers 403 \"no\"");

        assertThat(stats.totals()).isEqualTo(new Totals(false, 0, 1234, 57));
        assertThat(stats.stream().live()).isNull();

        streamEvent("stream.online", "47");
        stats.pollRefused("streams", "stream", 403, answer);
        assertThat(stats.isLive()).as("an event of this run says so").isTrue();
    }

    @Test
    void aRefusedResourceThatFailsLaterSaysBoth() {
        polledStream(false, 0, "");
        stats.pollRefused("subscriptions", "subs", 401, "{\"message\":\"Missing scope\"}");
        stats.pollFailed("subscriptions", "no answer");

        assertThat(stats.polls().get("subscriptions").refusal()).contains("Missing scope");
        assertThat(stats.polls().get("subscriptions").error()).isEqualTo("no answer");
        assertThat(stats.isRefused("subscriptions")).as("the latest answer").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "403, <html>",
        "404, nginx",
        "401,",
        "429, {\"message\":\"slow\"}",
        "500, {\"message\":\"trouble\"}",
        "301, {}"
    })
    void anAnswerThatIsNoRefusalOfTwitchsIsAFailure(int status, String answer) {
        stats.restored(json("{\"live\":false,\"viewers\":0,\"followers\":1,\"subs\":57}"));

        assertThat(stats.pollRefused("subscriptions", "subs", status, answer)).startsWith("Twitch answers " + status);
        assertThat(stats.isRefused("subscriptions")).isFalse();
        assertThat(stats.totals().subs()).isEqualTo(57);
    }

    @Test
    void aRefusalEndsTheTotalOfAnEarlierRunButNotOneThatWasReadSince() {
        String answer = "{\"message\":\"Missing scope: channel:read:subscriptions\"}";
        stats.restored(json("{\"live\":false,\"viewers\":0,\"followers\":1,\"subs\":57}"));
        stats.pollRefused("subscriptions", "subs", 401, answer);
        assertThat(stats.totals().subs()).isZero();

        stats.polled("subscriptions", json("{\"subs\":60}"));
        stats.pollRefused("subscriptions", "subs", 401, answer);

        assertThat(stats.totals().subs()).isEqualTo(60);
        assertThat(stats.polls().get("subscriptions").refusal()).contains("Missing scope");
    }

    @Test
    void reasonsArePlainSentences() {
        assertThat(stats.pollBroke(
                        "a", new RuntimeException(new JsonParseException(null, "Unexpected character ('<'"))))
                .startsWith("the answer is not JSON as Twitch sends it");
        assertThat(stats.pollBroke("a", new ZipException("Not in GZIP format"))).contains("cannot be unpacked");
        assertThat(stats.pollBroke("a", new SocketTimeoutException("Read timed out")))
                .isEqualTo("Twitch did not answer in time");
        assertThat(stats.pollBroke("a", new SocketTimeoutException("Read timed out")))
                .as("no news")
                .isNull();
        assertThat(stats.pollBroke("a", new UnknownHostException("x"))).contains("twitch.api.url");
        assertThat(stats.pollBroke("a", new ConnectException("refused"))).contains("twitch.api.url");
        assertThat(stats.pollBroke("a", new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void followsAndNewSubscriptionsCountAtOnceAndGiftsAreNotCountedTwice() {
        stats.polled("followers", json("{\"followers\":10}"));
        stats.polled("subscriptions", json("{\"subs\":5}"));

        event("channel.follow");
        event("channel.subscription.gift");
        for (int i = 0; i < 5; i++) {
            event("channel.subscribe");
        }

        assertThat(stats.totals()).isEqualTo(new Totals(false, 0, 11, 10));
    }

    @Test
    void anEventThatMovesNoNumberGivesNoTotals() {
        everyResourceAnswers();

        assertThat(stats.event("channel.cheer", "", null)).isNull();
        assertThat(stats.event("channel.raid", null, null)).isNull();
        assertThat(stats.event("channel.follow", "", null)).isNotNull();
    }

    @Test
    void aPollThatHasNotSeenTheLatestFollowsDoesNotUndoThem() {
        stats.polled("followers", json("{\"followers\":100}"));
        for (int i = 0; i < 5; i++) {
            event("channel.follow");
        }

        stats.polled("followers", json("{\"followers\":103}"));

        assertThat(stats.totals().followers()).isEqualTo(105);
    }

    @Test
    void aFollowThatAPollKnowsBeforeItsEventComesCountsOnce() {
        stats.polled("followers", json("{\"followers\":100}"));
        String sentAt = clock.instant().toString();
        clock.advance(Duration.ofMillis(300));
        stats.polled("followers", json("{\"followers\":101}"));

        stats.event("channel.follow", sentAt, null);

        assertThat(stats.totals().followers()).isEqualTo(101);
        event("channel.follow");
        assertThat(stats.totals().followers()).as("a follow after the poll").isEqualTo(102);
        stats.event("channel.follow", sentAt, null);
        assertThat(stats.totals().followers())
                .as("the poll knew one follow only")
                .isEqualTo(103);
    }

    @Test
    void aPollWinsOnceEveryFollowMustBeInIt() {
        stats.polled("followers", json("{\"followers\":100}"));
        event("channel.follow");
        clock.advance(Duration.ofMinutes(4));

        stats.polled("followers", json("{\"followers\":98}"));

        assertThat(stats.totals().followers()).isEqualTo(98);
    }

    @Test
    void peopleWhoLeaveShowEvenWhileOthersCome() {
        stats.polled("followers", json("{\"followers\":100}"));
        event("channel.follow");

        stats.polled("followers", json("{\"followers\":90}"));

        assertThat(stats.totals().followers())
                .as("91 at most: ten left, one came")
                .isEqualTo(91);
    }

    @Test
    void aHigherPollIsAlwaysRight() {
        stats.polled("followers", json("{\"followers\":100}"));
        event("channel.follow");

        stats.polled("followers", json("{\"followers\":150}"));

        assertThat(stats.totals().followers()).isEqualTo(150);
    }

    @Test
    void theStreamsEndWinsOverAPollThatLagsBehind() {
        polledStream(true, 321, "2026-11-24T19:00:00Z");
        event("stream.offline");

        for (int minute = 0; minute < 15; minute++) {
            clock.advance(Duration.ofSeconds(59));
            polledStream(true, 300, "2026-11-24T19:00:00Z");
            assertThat(stats.totals().live()).isFalse();
            assertThat(stats.totals().viewers()).isZero();
        }
    }

    @Test
    void aPollThatInsistsLongEnoughIsBelieved() {
        event("stream.offline");
        clock.advance(Duration.ofMinutes(16));

        polledStream(true, 7, "2026-11-24T19:00:00Z");

        assertThat(stats.totals()).isEqualTo(new Totals(true, 7, 0, 0));
    }

    @Test
    void aStreamThatBeganAfterTheEndIsANewOneWhoseEventWasMissed() {
        event("stream.offline");
        clock.advance(Duration.ofMinutes(2));

        polledStream(true, 7, "2026-11-24T20:01:00Z");

        assertThat(stats.totals().live()).isTrue();
    }

    @Test
    void theStreamsBeginWinsOverAPollThatDoesNotListItYet() {
        event("stream.online");
        clock.advance(Duration.ofMinutes(4));
        polledStream(false, 0, "");
        assertThat(stats.totals().live()).isTrue();

        polledStream(true, 12, "2026-11-24T20:00:00Z");
        assertThat(stats.totals().viewers()).isEqualTo(12);
        clock.advance(Duration.ofMinutes(2));
        polledStream(false, 0, "");

        assertThat(stats.totals())
                .as("five minutes later the event of the end was missed")
                .isEqualTo(new Totals(false, 0, 0, 0));
    }

    @Test
    void aClockThatIsSetBackDoesNotMakePollsUnbelievableForHours() {
        event("channel.follow");
        event("stream.online");
        clock.advance(Duration.ofHours(-5));

        polledStream(false, 0, "");
        stats.polled("followers", json("{\"followers\":0}"));

        assertThat(stats.totals()).isEqualTo(new Totals(false, 0, 0, 0));
    }

    @Test
    void aStreamThatFlapsIsLiveAgain() {
        event("stream.online");
        event("stream.offline");
        event("stream.online");

        assertThat(stats.totals().live()).isTrue();
    }

    @Test
    void aFailedPollKeepsItsValuesAndIsNewsOnce() {
        stats.polled("followers", json("{\"followers\":100}"));
        var lastSuccess = clock.instant();
        clock.advance(Duration.ofMinutes(1));

        assertThat(stats.pollFailed("followers", "500")).isTrue();
        assertThat(stats.pollFailed("followers", "500")).isFalse();
        assertThat(stats.pollFailed("followers", "401")).isTrue();

        assertThat(stats.totals().followers()).isEqualTo(100);
        assertThat(stats.polls()).containsEntry("followers", new PollStatus(lastSuccess, "401", null));
    }

    @Test
    void aTimeThatCannotBeReadDoesNoHarm() {
        stats.event("stream.offline", "yesterday", null);
        polledStream(true, 1, "soon");

        assertThat(stats.totals().live()).isFalse();
    }

    private JsonNode streamEvent(String type, String id) {
        return stats.event(type, clock.instant().toString(), json("{\"payload\":{\"event\":{\"id\":\"" + id + "\"}}}"));
    }

    private void polledStream(String id, int viewers) {
        stats.polled(
                "streams",
                json("{\"live\":true,\"viewers\":%d,\"started_at\":\"2026-11-24T20:00:00Z\",\"id\":\"%s\"}"
                        .formatted(viewers, id)));
    }

    @Test
    void theSameStreamThatBeginsTwiceGoesOn() {
        everyResourceAnswers();
        assertThat(streamEvent("stream.online", "46").path("live").asBoolean()).isTrue();
        clock.advance(Duration.ofMinutes(1));
        polledStream("46", 10);

        assertThat(streamEvent("stream.online", "46")).as("no change").isNull();

        assertThat(stats.totals().viewers()).isEqualTo(10);
        assertThat(stats.stream().id()).isEqualTo("46");
        assertThat(stats.stream().viewers()).hasSize(1);
    }

    @Test
    void aStreamWhoseEndWasNoneIsOnAgainWithItsViewersSoFarWhenHelixInsists() {
        everyResourceAnswers();
        streamEvent("stream.online", "46");
        polledStream("46", 10);
        streamEvent("stream.offline", "46");
        assertThat(stats.stream().viewers()).isEmpty();
        assertThat(streamEvent("stream.offline", "46")).as("the same end").isNull();

        clock.advance(Duration.ofMinutes(14));
        polledStream("46", 11);
        assertThat(stats.isLive()).as("Helix is late").isFalse();
        clock.advance(Duration.ofMinutes(2));
        polledStream("46", 12);

        assertThat(stats.isLive()).isTrue();
        assertThat(stats.stream().viewers()).extracting(sample -> sample[1]).containsExactly(10L, 12L);
    }

    @Test
    void aStreamThatIsFoundOutToBeAnEarlierOneEndsAsAnyOther() {
        everyResourceAnswers();
        streamEvent("stream.online", "46");
        streamEvent("stream.offline", "46");
        streamEvent("stream.online", "");
        clock.advance(Duration.ofMinutes(16));
        polledStream("46", 10);
        assertThat(stats.stream().id()).isEqualTo("46");

        assertThat(streamEvent("stream.offline", "46").path("live").asBoolean(true))
                .isFalse();
    }

    @Test
    void whatComesLateAboutTheStreamBeforeChangesNothing() {
        everyResourceAnswers();
        streamEvent("stream.online", "46");
        streamEvent("stream.offline", "46");
        streamEvent("stream.online", "47");
        polledStream("47", 7);

        assertThat(streamEvent("stream.offline", "46")).isNull();
        assertThat(streamEvent("stream.online", "46")).isNull();
        polledStream("46", 300);

        assertThat(stats.totals().live()).isTrue();
        assertThat(stats.totals().viewers()).isEqualTo(7);
        assertThat(stats.stream().id()).isEqualTo("47");
    }

    @Test
    void theEndOfAStreamWhoseBeginWasMissedIsAnEnd() {
        everyResourceAnswers();
        streamEvent("stream.online", "46");

        assertThat(streamEvent("stream.offline", "47").path("live").asBoolean()).isFalse();
    }

    @Test
    void aPollThatListsAnotherStreamBeginsAnotherOne() {
        everyResourceAnswers();
        streamEvent("stream.online", "46");
        polledStream("46", 10);
        clock.advance(Duration.ofMinutes(20));

        polledStream("47", 3);

        assertThat(stats.stream().id()).isEqualTo("47");
        assertThat(stats.stream().viewers()).extracting(sample -> sample[1]).containsExactly(3L);
    }

    @Test
    void aStreamThatAPollKnewFirstIsNotBegunAnewByItsEvent() {
        everyResourceAnswers();
        polledStream("46", 10);

        assertThat(streamEvent("stream.online", "46")).isNull();

        assertThat(stats.stream().viewers()).hasSize(1);
        assertThat(stats.totals().viewers()).isEqualTo(10);
    }

    @Test
    void whatAnEarlierRunToldOfAStreamIsKnown() {
        stats.published(
                json("{\"type\":\"event\",\"event\":\"stream.online\",\"origin\":\"test\",\"data\":{\"id\":\"99\"}}"),
                clock.instant());
        stats.published(
                json("{\"type\":\"event\",\"event\":\"stream.online\",\"data\":{\"id\":\"46\"}}"), clock.instant());
        stats.restored(json("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}"));
        clock.advance(Duration.ofMinutes(1));

        polledStream(false, 0, "");
        assertThat(streamEvent("stream.online", "46")).isNull();

        assertThat(stats.totals()).as("Helix lists it late").isEqualTo(new Totals(true, 321, 1234, 57));
        assertThat(stats.stream().id()).isEqualTo("46");
    }

    @Test
    void theStreamKnowsItsBeginningAndItsViewersSoFar() {
        event("stream.online");
        clock.advance(Duration.ofMinutes(1));
        polledStream(true, 10, "2026-11-24T19:59:58Z");
        clock.advance(Duration.ofMinutes(1));
        polledStream(true, 14, "2026-11-24T19:59:58Z");

        StreamStatus stream = stats.stream();

        assertThat(stream.live()).isTrue();
        assertThat(stream.startedAt()).isEqualTo("2026-11-24T19:59:58Z");
        assertThat(stream.viewers()).extracting(sample -> sample[1]).containsExactly(10L, 14L);
        assertThat(stream.viewers().get(1)[0])
                .isEqualTo(stream.viewers().get(0)[0] + Duration.ofMinutes(1).toMillis());
    }

    @Test
    void aStreamThatEndsTakesItsViewersWithIt() {
        event("stream.online");
        polledStream(true, 10, "2026-11-24T20:00:00Z");
        event("stream.offline");

        assertThat(stats.stream().startedAt()).isNull();
        assertThat(stats.stream().viewers()).isEmpty();
    }

    @Test
    void aDayOfViewersTakesNoMoreMemoryThanAnEvening() {
        event("stream.online");

        for (int minute = 0; minute < 24 * 60; minute++) {
            polledStream(true, minute, "2026-11-24T20:00:00Z");
            clock.advance(Duration.ofMinutes(1));
        }

        List<long[]> viewers = stats.stream().viewers();
        assertThat(viewers).hasSizeBetween(StreamSession.MOST_SAMPLES / 2, StreamSession.MOST_SAMPLES);
        assertThat(viewers.get(0)[1]).isZero();
        assertThat(viewers.get(viewers.size() - 1)[1]).isGreaterThan(24 * 60 - 30);
    }
}
