package dev.twitchrelay.cluster;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.ReplicatedLog;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.support.InstalledNats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Replicas with their hubs, in one process, at a real NATS server; the stream is called {@code TEST}. */
abstract class ReplicaFixture {
    static final Duration PATIENCE = ofSeconds(60);
    private static final Duration LEASE = ofSeconds(5);

    @TempDir
    Path folder;

    final List<Member> members = new ArrayList<>();
    InstalledNats nats;

    /** A replica and what it shows. */
    static final class Member implements Replica.Neighbours {
        final Replica replica;
        final ReplicatedLog log;
        final SseHub hub;
        final List<String> keysOfOthers = new CopyOnWriteArrayList<>();
        final List<String> notesOfOthers = new CopyOnWriteArrayList<>();
        /** How often its leadership or its place may have changed. */
        final AtomicInteger changes = new AtomicInteger();

        /** What the sessions of all have reported, as this member has read it. */
        final List<String> reports = new CopyOnWriteArrayList<>();

        Member(StreamSettings settings, String name, Duration lease, int mostWaiting) {
            replica = new Replica(settings, null, name, lease, 2, mostWaiting, this);
            log = replica.log();
            hub = new SseHub("twitch", SseSettings.defaults(), log);
            replica.follow();
        }

        @Override
        public void shown(SseMessage message, String note, String place, boolean own) {
            String key = message.headers().get(EventHeaders.ID);
            if (!own && key != null) {
                keysOfOthers.add(key);
            }
            if (!own && note != null) {
                notesOfOthers.add(note);
            }
        }

        @Override
        public String note() {
            return "from " + replica.status().replica();
        }

        @Override
        public String place(String eventId) {
            return null;
        }

        @Override
        public boolean takes(String eventId) {
            return false;
        }

        @Override
        public void givenUp(String eventId) {}

        @Override
        public void changed() {
            changes.incrementAndGet();
        }

        @Override
        public void opened(long stream, long last) {}

        @Override
        public void read(long stream, long sequence, String holder, String report) {
            reports.add(holder + " " + report);
        }

        @Override
        public void gone(long stream, long sequence, String holder) {
            reports.add("gone " + holder);
        }

        @Override
        public void missing(long stream, long sequence) {
            reports.add("missing");
        }

        SseMessage event(int number) {
            return hub.publish(
                    "event",
                    "channel.raid",
                    EventHeaders.of(Map.of("EventId", "key-" + number, "EventMood", "grün 🎈")),
                    json(number));
        }

        SseMessage stats(int number) {
            return hub.publish("stats", null, json(number));
        }

        /** The numbers of the events of its history, oldest first. */
        List<Integer> numbers() {
            List<Integer> numbers = new ArrayList<>(hub.recent(1000).stream()
                    .map(message -> Integer.valueOf(message.json().replaceAll("\\D", "")))
                    .toList());
            Collections.reverse(numbers);
            return numbers;
        }

        boolean leads() {
            return replica.status().leads();
        }
    }

    static byte[] json(int number) {
        return ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    }

    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    Member member(String name) {
        return member(name, 1_000);
    }

    Member member(String name, int mostWaiting) {
        Member member = new Member(settings(nats.url()), name, LEASE, mostWaiting);
        members.add(member);
        member.replica.compete();
        return member;
    }

    Member leader() {
        await().atMost(PATIENCE)
                .until(() -> members.stream().filter(Member::leads).count() == 1);
        return members.stream().filter(Member::leads).findFirst().orElseThrow();
    }

    void awaitEverywhere(List<Integer> numbers) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(members)
                .allSatisfy(member -> assertThat(member.numbers()).isEqualTo(numbers)));
    }

    @BeforeEach
    void start() throws IOException {
        nats = InstalledNats.start(folder);
    }

    @AfterEach
    void stop() {
        members.forEach(member -> member.replica.close());
        nats.close();
    }

    static StreamSettings settings(String server) {
        return new StreamSettings(List.of(server), StreamSettings.Login.NONE, "TEST", 1, 1_000);
    }

    /** Somebody else at the same NATS. */
    NatsConnection rogue() {
        return new NatsConnection(settings(nats.url()), () -> {});
    }
}
