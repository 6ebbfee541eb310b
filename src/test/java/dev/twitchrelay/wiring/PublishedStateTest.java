package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.LedgerFile;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.recovery.RepeatCounter;
import dev.twitchrelay.recovery.ToldRepository;
import dev.twitchrelay.sse.LocalLog;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.stats.ChannelStats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay that starts knows what the earlier run has published. */
class PublishedStateTest {
    private static final String OFF_AIR =
            "{\"type\":\"stats\",\"data\":{\"live\":false,\"viewers\":0,\"followers\":1234,\"subs\":57}}";
    private static final String ON_AIR = OFF_AIR.replace("false", "true");
    private static final String BEGIN = "{\"type\":\"event\",\"event\":\"stream.online\",\"data\":{\"id\":\"46\"}}";

    private static final String FOLLOW =
            "{\"type\":\"event\",\"event\":\"channel.follow\",\"data\":{\"user_id\":\"700\","
                    + "\"followed_at\":\"2026-01-02T03:04:05Z\"}}";
    private static final String FOLLOW_KEY = "channel.follow 700 2026-01-02T03:04:05Z";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final RepeatCounter REPEATS = new RepeatCounter(CLOCK);

    @TempDir
    Path folder;

    /** The state after the start, when these messages are all that an earlier run has published. */
    private PublishedState after(String... messages) {
        try (Journal journal = Journal.open(folder, 1L << 20, Disk.REAL)) {
            SseHub hub =
                    new SseHub("twitch", SseSettings.defaults(), new LocalLog(1000, new FileEventJournal(journal)));
            for (String message : messages) {
                JsonNode json = JsonMappers.lenient(message);
                hub.publish(
                        json.path("type").asText(),
                        json.path("event").asText(null),
                        message.getBytes(StandardCharsets.UTF_8));
            }
        }
        try (Journal journal = Journal.open(folder, 1L << 20, Disk.REAL)) {
            PublishedState state = new PublishedState(
                    new ChannelStats(CLOCK),
                    new Moments(REPEATS),
                    new FollowLedger(CLOCK, new LedgerFile.Contents(null, null, Map.of()), kept -> {}, REPEATS));
            state.restore(new FileEventJournal(journal));
            return state;
        }
    }

    @Test
    void aProcessThatWasKilledBetweenTheBeginOfAStreamAndItsTotalsKnowsThatItIsOn() {
        ChannelStats stats = after(OFF_AIR, BEGIN).stats();

        assertThat(stats.isLive()).isTrue();
        assertThat(stats.stream().id()).isEqualTo("46");
        assertThat(stats.totals().followers()).isEqualTo(1234);
    }

    @Test
    void totalsThatWerePublishedLaterAreRight() {
        assertThat(after(BEGIN, ON_AIR, OFF_AIR).stats().isLive()).isFalse();
    }

    @Test
    void withoutTotalsTheEventsAreKnown() {
        assertThat(after(BEGIN).stats().isLive()).isTrue();
    }

    @Test
    void aFollowOrAMomentThatWasPublishedIsNotNew() {
        PublishedState state = after(FOLLOW, BEGIN);

        ToldRepository told = new ToldRepository(state.follows(), state.moments());
        assertThat(told.add(FOLLOW_KEY)).isFalse();
        assertThat(told.add("stream.online 46 ")).isFalse();
        assertThat(told.add(FOLLOW_KEY.replace("700", "701"))).isTrue();
        assertThat(told.add("stream.online 47 ")).isTrue();
    }

    @Test
    void aMessageOfAnotherRelayIsTakenOver() {
        PublishedState state = after();

        for (String message : List.of(ON_AIR, FOLLOW)) {
            JsonNode json = JsonMappers.lenient(message);
            state.publishedElsewhere(new SseMessage(
                    "a-1", 1, json.path("type").asText(), null, message, CLOCK.instant(), EventHeaders.NONE));
        }

        assertThat(state.stats().totals().followers()).isEqualTo(1234);
        assertThat(state.stats().isLive()).isTrue();
        assertThat(new ToldRepository(state.follows(), state.moments()).add(FOLLOW_KEY))
                .isFalse();
    }
}
