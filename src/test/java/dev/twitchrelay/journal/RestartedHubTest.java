package dev.twitchrelay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.LocalLog;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.support.FullDisk;
import dev.twitchrelay.support.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event stream that ends, and another one that goes on from its journal. */
class RestartedHubTest {
    @TempDir
    Path folder;

    private FullDisk disk;
    private Journal journal;
    private FileEventJournal events;
    private LocalLog log;
    private SseHub hub;
    private HubServer server;

    @BeforeEach
    void start() {
        disk = new FullDisk();
        journal = Journal.open(folder, 1L << 20, disk);
        events = new FileEventJournal(journal);
        log = new LocalLog(1000, events);
        hub = new SseHub("twitch", SseSettings.defaults(), log);
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
        return hub.publish(
                "event",
                "channel.follow",
                EventHeaders.of(Map.of("EventId", "key-" + n)),
                json("{\"n\":\"" + n + "\"}"));
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
        assertThat(events.eventIds()).containsExactly("key-1");
    }

    @Test
    void theLatestStatsAreThereStillAfterARestart() {
        event("1");
        stats();
        String latest = stats().json();
        event("2");
        restart();

        assertThat(hub.totals()).get().extracting(SseMessage::json).isEqualTo(latest);
        assertThat(recent()).hasSize(2);
        restart();
        assertThat(hub.totals()).get().extracting(SseMessage::json).isEqualTo(latest);
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
        disk.full = true;
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
            assertThat(log.sequence()).as("that of a hello").isGreaterThanOrEqualTo(last);
            assertThat(stats().sequence()).isGreaterThan(last);
        }
        event("2");

        assertThat(recent()).containsExactly("{\"n\":\"2\"}", "{\"n\":\"1\"}");
        assertThat(hub.totals()).isPresent();
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

    /** What can happen to the files of a journal with events 1 to 30 in several segments, of which the last are damaged. */
    enum Damage {
        LAST_LINE_FLIPPED {
            @Override
            void to(List<Path> files) throws IOException {
                byte[] content = Files.readAllBytes(last(files));
                content[content.length - 100] ^= 0x55;
                Files.write(last(files), content);
            }
        },
        CUT_AT_A_LINE {
            @Override
            void to(List<Path> files) throws IOException {
                List<String> lines = Files.readAllLines(last(files));
                Files.write(last(files), lines.subList(0, lines.size() - 1));
            }
        },
        CUT_IN_A_LINE {
            @Override
            void to(List<Path> files) throws IOException {
                byte[] content = Files.readAllBytes(last(files));
                Files.write(last(files), Arrays.copyOf(content, content.length - 30));
            }
        },
        ZEROS_AT_THE_END {
            @Override
            void to(List<Path> files) throws IOException {
                byte[] content = Files.readAllBytes(last(files));
                Arrays.fill(content, content.length - 30, content.length, (byte) 0);
                Files.write(last(files), content);
            }
        },
        EMPTY {
            @Override
            void to(List<Path> files) throws IOException {
                Files.write(last(files), new byte[0]);
            }
        },
        GARBAGE {
            @Override
            void to(List<Path> files) throws IOException {
                byte[] garbage = new byte[20_000];
                new Random(1).nextBytes(garbage);
                Files.write(last(files), garbage);
            }
        },
        GONE {
            @Override
            void to(List<Path> files) throws IOException {
                Files.delete(last(files));
            }
        },
        NO_FILE {
            @Override
            void to(List<Path> files) throws IOException {
                Files.delete(last(files));
                Files.createDirectory(last(files));
            }
        };

        abstract void to(List<Path> files) throws IOException;

        static Path last(List<Path> files) {
            return files.get(files.size() - 1);
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(name -> name.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> thirtyEvents() {
        String filler = "x".repeat(20_000);
        List<String> ids = new ArrayList<>();
        for (int n = 1; n <= 30; n++) {
            ids.add(hub.publish("event", "a.b", json("{\"n\":" + n + ",\"x\":\"" + filler + "\"}"))
                    .id());
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void whoComesBackFromBeforeADamagedEndIsToldThatSomethingIsMissing(Damage damage) throws IOException {
        List<String> ids = thirtyEvents();
        stop();
        assertThat(segments()).hasSizeGreaterThan(2);
        damage.to(segments());
        start();
        String afterwards = hub.headId();

        assertThat(server.missedAfter(ids.get(3))).containsExactly("\"unknown\"");
        assertThat(server.missedAfter(ids.get(28))).containsExactly("\"unknown\"");
        restart();
        assertThat(server.missedAfter(ids.get(28))).as("also later").containsExactly("\"unknown\"");
        assertThat(server.missedAfter(afterwards)).containsExactly("0");
        event("31");
        restart();
        assertThat(server.missedAfter(ids.get(28))).containsExactly("\"unknown\"");
        assertThat(server.missedAfter(afterwards)).containsExactly("1", "{\"n\":\"31\"}");
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void whoComesBackFromBehindADamagedSegmentMissesNothing(Damage damage) throws IOException {
        List<String> ids = thirtyEvents();
        stop();
        List<Path> files = segments();
        damage.to(files.subList(0, files.size() - 1));
        start();

        assertThat(server.missedAfter(ids.get(0))).containsExactly("\"unknown\"");
        assertThat(server.missedAfter(ids.get(29))).containsExactly("0");
        assertThat(server.missedAfter(ids.get(28))).hasSize(2).startsWith("1");
    }

    @Test
    void aKillInTheMiddleOfALineIsNoDamage() throws IOException {
        String id = event("1").id();
        Path file = segments().get(0);
        stop();
        Files.writeString(file, "01234567 {\"id\":\"", StandardOpenOption.APPEND);
        start();

        assertThat(server.missedAfter(id)).containsExactly("0");
        assertThat(journal.damage()).isEmpty();
    }

    @Test
    void contentComesBackByteForByte() {
        String tricky = "{\"message\":{\"a\":1.50,\"u\":\"ä🎈\\n\\\"\",\"message\":[]}}";
        EventHeaders headers = EventHeaders.of(Map.of("EventId", "k\"ey", "EventMood", "ä🎈\n\",\"message\":{}"));
        hub.publish("event", "a.b", headers, json(tricky));
        restart();

        assertThat(recent()).containsExactly(tricky);
        assertThat(hub.recent(1).get(0).headers()).isEqualTo(headers);
        assertThat(events.eventIds()).containsExactly("k\"ey");
    }

    @Test
    void aLineOfAnEarlierReleaseIsReadWithTheHeadersThatCanBeKnown() {
        stop();
        try (Journal old = Journal.open(folder, 1L << 20, disk)) {
            old.append("{\"run\":\"aaa\",\"after\":0}");
            old.append(
                    "{\"id\":\"aaa-1\",\"sequence\":1,\"time\":\"2026-11-25T10:00:00Z\",\"type\":\"event\","
                            + "\"before\":0,\"name\":\"channel.raid\",\"key\":\"k-1\",\"message\":{\"n\":1}}",
                    1);
        }
        start();

        assertThat(hub.recent(1)).singleElement().satisfies(message -> {
            assertThat(message.json()).isEqualTo("{\"n\":1}");
            assertThat(message.headers().values())
                    .isEqualTo(Map.of("EventKind", "event", "EventType", "channel.raid", "EventId", "k-1"));
        });
        assertThat(events.eventIds()).containsExactly("k-1");
    }
}
