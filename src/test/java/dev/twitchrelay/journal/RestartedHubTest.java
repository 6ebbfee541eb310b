package dev.twitchrelay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.support.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event stream that ends, and another one that goes on from its journal. */
class RestartedHubTest {
    @TempDir
    Path folder;

    private Journal journal;
    private FileEventJournal events;
    private SseHub hub;
    private HubServer server;

    @BeforeEach
    void start() {
        journal = Journal.open(folder, 1L << 20);
        events = new FileEventJournal(journal);
        hub = new SseHub("twitch", SseSettings.defaults(), events);
        server = HubServer.start(hub);
    }

    @AfterEach
    void stop() {
        server.close();
        journal.close();
    }

    private void restart() {
        stop();
        start();
    }

    private SseMessage event(String n) {
        return hub.publish("event", "channel.follow", "key-" + n, json("{\"n\":\"" + n + "\"}"));
    }

    private SseMessage stats() {
        return hub.publish("stats", null, json("{\"viewers\":1}"));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> recent() {
        return hub.recent(100).stream().map(SseMessage::json).toList();
    }

    @Test
    void eventsOfTheRunBeforeAreRecentStill() {
        SseMessage before = event("1");
        restart();

        assertThat(hub.recent(10)).containsExactly(before);
        assertThat(hub.published()).isZero();
        assertThat(events.keys()).containsExactly("key-1");
    }

    @Test
    void theLatestStatsAreThereStillAfterARestart() {
        event("1");
        stats();
        String latest = stats().json();
        event("2");
        restart();

        assertThat(hub.latest("stats")).get().extracting(SseMessage::json).isEqualTo(latest);
        assertThat(recent()).hasSize(2);
        restart();
        assertThat(hub.latest("stats")).get().extracting(SseMessage::json).isEqualTo(latest);
    }

    @Test
    void aClientResumesOverARestartFromAnEventFromStatsAndFromAHello() {
        String hello = hub.headId();
        SseMessage first = event("1");
        SseMessage second = event("2");
        String stats = stats().id();
        restart();
        event("3");

        assertThat(server.missedAfter(hello)).containsExactly("3", "{\"n\":\"1\"}", "{\"n\":\"2\"}", "{\"n\":\"3\"}");
        assertThat(server.missedAfter(first.id())).containsExactly("2", "{\"n\":\"2\"}", "{\"n\":\"3\"}");
        assertThat(server.missedAfter(second.id())).containsExactly("1", "{\"n\":\"3\"}");
        assertThat(server.missedAfter(stats)).containsExactly("1", "{\"n\":\"3\"}");
    }

    @Test
    void aClientResumesOverSeveralRestartsAlsoThroughRunsWithoutEvents() {
        String id = event("1").id();
        restart();
        String quiet = stats().id();
        restart();
        event("2");
        restart();
        event("3");

        assertThat(server.missedAfter(id)).containsExactly("2", "{\"n\":\"2\"}", "{\"n\":\"3\"}");
        assertThat(server.missedAfter(quiet)).containsExactly("2", "{\"n\":\"2\"}", "{\"n\":\"3\"}");
    }

    @Test
    void whatARunCouldNotKeepIsNotKnownLater() {
        event("1");
        restart();
        FullDisk.under(journal).full = true;
        String seen = event("2").id();
        event("3");
        restart();

        assertThat(server.missedAfter(seen)).containsExactly("\"unknown\"");
    }

    @Test
    void numbersGrowAlsoBehindThoseThatNobodyKept() {
        event("1");
        long last = 0;
        for (int run = 0; run < 3; run++) {
            for (int poll = 0; poll < 2_500; poll++) {
                last = stats().sequence();
            }
            restart();
            assertThat(hub.sequence()).as("that of a hello").isGreaterThanOrEqualTo(last);
            assertThat(stats().sequence()).isGreaterThan(last);
        }
        event("2");

        assertThat(recent()).containsExactly("{\"n\":\"2\"}", "{\"n\":\"1\"}");
        assertThat(hub.latest("stats")).isPresent();
    }

    @Test
    void idsAreUniqueAndGrowOverRestarts() {
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            ids.add(event("1").id());
            ids.add(stats().id());
            ids.add(event("2").id());
            restart();
        }
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids).isSorted();
        assertThat(ids.stream()
                        .map(id -> Long.valueOf(id.substring(id.indexOf('-') + 1)))
                        .toList())
                .isSorted();
    }

    @Test
    void anIdOfAStrangerOrOfAFutureIsUnknown() {
        event("1");
        restart();

        assertThat(server.missedAfter("zzz-1")).containsExactly("\"unknown\"");
        assertThat(server.missedAfter(hub.headId() + "0")).containsExactly("\"unknown\"");
    }

    @Test
    void anEventThatWasDamagedOnDiskIsToldAsAGap() throws IOException {
        String id = event("1").id();
        SseMessage second = event("2");
        SseMessage third = event("3");
        stop();
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.filter(name -> name.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(file, Files.readString(file).replace("{\"n\":\"2\"}", "{\"n\":\"X\"}"));
        start();

        assertThat(server.missedAfter(id)).containsExactly("\"unknown\"");
        assertThat(server.missedAfter(second.id())).containsExactly("1", "{\"n\":\"3\"}");
        assertThat(server.missedAfter(third.id())).containsExactly("0");
        assertThat(recent()).containsExactly("{\"n\":\"3\"}", "{\"n\":\"1\"}");
    }

    @Test
    void eventsThatAFullDiskDidNotTakeAreToldAsAGapAfterARestart() {
        String id = event("1").id();
        FullDisk disk = FullDisk.under(journal);
        disk.full = true;
        String lost = event("2").id();
        restart();
        event("3");

        assertThat(server.missedAfter(id)).containsExactly("\"unknown\"");
        assertThat(server.missedAfter(lost)).containsExactly("\"unknown\"");
        restart();
        assertThat(server.missedAfter(id)).containsExactly("\"unknown\"");
        assertThat(recent()).containsExactly("{\"n\":\"3\"}", "{\"n\":\"1\"}");
    }

    @Test
    void contentComesBackByteForByte() {
        String tricky = "{\"message\":{\"a\":1.50,\"u\":\"ä🎈\\n\\\"\",\"message\":[]}}";
        hub.publish("event", "a.b", "k\"ey", json(tricky));
        restart();

        assertThat(recent()).containsExactly(tricky);
        assertThat(events.keys()).containsExactly("k\"ey");
    }
}
