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
    final class Member implements Replica.Neighbours {
        final Replica replica;
        final ReplicatedLog log;
        final SseHub hub;
        final List<String> keysOfOthers = new CopyOnWriteArrayList<>();
        final List<String> notesOfOthers = new CopyOnWriteArrayList<>();

        Member(String name, int mostWaiting) {
            replica = new Replica(settings(), null, name, LEASE, mostWaiting, this);
            log = replica.log();
            hub = new SseHub("twitch", SseSettings.defaults(), log);
            members.add(this);
            replica.follow();
        }

        @Override
        public void shown(SseMessage message, String note, boolean own) {
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
        Member member = new Member(name, mostWaiting);
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

    StreamSettings settings() {
        return new StreamSettings(List.of(nats.url()), StreamSettings.Login.NONE, "TEST", 1, 1_000);
    }

    /** Somebody else at the same NATS. */
    NatsConnection rogue() {
        return new NatsConnection(settings(), () -> {});
    }
}
