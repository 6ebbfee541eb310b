package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.sse.LocalLog;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.stats.ChannelStats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a relay knows of the stream when it starts, from what the one before it told. */
class RememberedTotalsTest {
    private static final String OFF_AIR =
            "{\"type\":\"stats\",\"data\":{\"live\":false,\"viewers\":0,\"followers\":1234,\"subs\":57}}";
    private static final String ON_AIR = OFF_AIR.replace("false", "true");
    private static final String BEGIN = "{\"type\":\"event\",\"event\":\"stream.online\",\"data\":{\"id\":\"46\"}}";

    @TempDir
    Path folder;

    /** What is told of these messages when they are all that an earlier run has told. */
    private ChannelStats after(String... messages) throws JsonProcessingException {
        try (Journal journal = Journal.open(folder, 1L << 20, Disk.REAL)) {
            SseHub hub =
                    new SseHub("twitch", SseSettings.defaults(), new LocalLog(1000, new FileEventJournal(journal)));
            for (String message : messages) {
                boolean isEvent = message.equals(BEGIN);
                hub.publish(
                        isEvent ? "event" : "stats",
                        isEvent ? "stream.online" : null,
                        message.getBytes(StandardCharsets.UTF_8));
            }
        }
        try (Journal journal = Journal.open(folder, 1L << 20, Disk.REAL)) {
            return TwitchConfiguration.channelStats(
                    Clock.systemUTC(), new FileEventJournal(journal), new ObjectMapper());
        }
    }

    @Test
    void aProcessThatWasKilledBetweenTheBeginOfAStreamAndItsTotalsKnowsThatItIsOn() throws JsonProcessingException {
        ChannelStats stats = after(OFF_AIR, BEGIN);

        assertThat(stats.isLive()).isTrue();
        assertThat(stats.stream().id()).isEqualTo("46");
        assertThat(stats.totals().followers()).isEqualTo(1234);
    }

    @Test
    void totalsThatWereToldLaterAreRight() throws JsonProcessingException {
        assertThat(after(BEGIN, ON_AIR, OFF_AIR).isLive()).isFalse();
    }

    @Test
    void withoutTotalsTheEventsAreKnown() throws JsonProcessingException {
        assertThat(after(BEGIN).isLive()).isTrue();
    }
}
