package dev.twitchrelay.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.support.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowLedgerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEGIN = "2026-11-25T10:00:00Z";

    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock(BEGIN);
    private final ArrayNode list = JSON.createArrayNode();
    private FollowLedger ledger;
    private ToldRepository told;

    @BeforeEach
    void start() {
        RepeatCounter repeats = new RepeatCounter(clock);
        ledger = new FollowLedger(clock, new LedgerFile(data, new Storage(Disk.REAL)), repeats);
        told = new ToldRepository(ledger, new Moments(repeats));
    }

    /** Another process, which begins a session. */
    private void restart() {
        pass(Duration.ofSeconds(10));
        start();
        ledger.sessionBegins(clock.instant().toString());
    }

    private ObjectNode listed(String user) {
        String second = clock.instant().toString().replaceFirst("\\.\\d+Z", "Z");
        ObjectNode row = JSON.createObjectNode().put("user_id", user).put("followed_at", second);
        list.insert(0, row);
        return row;
    }

    private static String key(String user, String followedAt) {
        return "channel.follow " + user + " " + followedAt;
    }

    /** As the route {@code eventsub} does. */
    private boolean live(String user) {
        String key = key(user, clock.instant().plusNanos(512_345_678).toString());
        return told.add(key) && told.confirm(key);
    }

    private void pass(Duration time) {
        clock.advance(time);
    }

    /** As the route {@code recovery} does. */
    private List<String> emitted(String channel, JsonNode answer) {
        List<String> found = new ArrayList<>();
        for (JsonNode row : ledger.due(channel, answer)) {
            String user = row.path("user_id").asText();
            String key = key(user, row.path("followed_at").asText());
            if (told.add(key)) {
                told.confirm(key);
                found.add(user);
            }
        }
        return found;
    }

    private List<String> look(String channel) {
        List<String> found = emitted(
                channel, JSON.createObjectNode().put("total", list.size()).set("data", list));
        ledger.settled();
        return found;
    }

    private List<String> look() {
        return look("700100");
    }

    @Test
    void theFirstLookEverEmitsNothing() {
        listed("1");
        listed("2");

        assertThat(look()).isEmpty();
        pass(Duration.ofMinutes(30));
        assertThat(look()).isEmpty();
    }

    @Test
    void aFollowInTheSecondOfTheFirstLookIsFoundAfterARestart() {
        pass(Duration.ofMillis(300));
        listed("1");
        look();
        pass(Duration.ofMillis(400));
        listed("2");
        restart();

        assertThat(look()).containsExactly("2");
        restart();
        assertThat(look()).isEmpty();
    }

    @Test
    void aFollowInTheSecondOfTheSessionsBeginIsLeftToEventSub() {
        look();
        pass(Duration.ofMillis(300));
        restart();
        pass(Duration.ofMillis(400));
        listed("1");

        assertThat(look()).isEmpty();
        assertThat(live("1")).isTrue();
    }

    @Test
    void aFollowDuringANightIsEmittedOnceAndOldestFirst() {
        look();
        pass(Duration.ofHours(3));
        listed("1");
        pass(Duration.ofHours(3));
        listed("2");
        restart();

        assertThat(look()).containsExactly("1", "2");
        assertThat(look()).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(look()).isEmpty();
        restart();
        assertThat(look()).isEmpty();
        assertThat(ledger.status().recovered()).isZero();
    }

    @Test
    void aFollowThatWasToldLiveIsNotMissing() {
        look();
        pass(Duration.ofMinutes(1));
        assertThat(live("1")).isTrue();
        listed("1");
        pass(Duration.ofMinutes(5));
        assertThat(look()).isEmpty();
        restart();
        assertThat(look()).isEmpty();
    }

    @Test
    void aFollowDuringASessionIsLeftToEventSubUntilItIsOverdue() {
        look();
        ledger.sessionBegins(clock.instant().toString());
        pass(Duration.ofSeconds(30));
        listed("1");
        pass(Duration.ofSeconds(30));
        assertThat(look()).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(look()).containsExactly("1");
    }

    @Test
    void aFollowThatHelixListsMinutesLateIsFoundAlthoughLaterOnesWereTold() {
        look();
        pass(Duration.ofMinutes(20));
        ObjectNode late = listed("late");
        list.remove(0);
        pass(Duration.ofSeconds(5));
        ledger.sessionBegins(clock.instant().toString());
        pass(Duration.ofSeconds(1));
        live("next");
        listed("next");
        pass(Duration.ofMinutes(4));
        assertThat(look()).isEmpty();
        list.add(late);
        assertThat(look()).containsExactly("late");
    }

    @Test
    void whatTwitchTellsAgainUnderAnotherIdIsNotNewButFollowingAgainIs() {
        look();
        pass(Duration.ofMinutes(1));
        assertThat(live("1")).isTrue();
        assertThat(live("1")).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(live("1")).isTrue();
        assertThat(ledger.status().repeats()).isEqualTo(1);
    }

    @Test
    void aFollowThatWasRecoveredAndIsToldLateIsNotNew() {
        look();
        pass(Duration.ofMinutes(1));
        listed("1");
        String late = key("1", clock.instant().plusNanos(900_000_000).toString());
        pass(Duration.ofMinutes(5));
        assertThat(look()).containsExactly("1");

        assertThat(told.add(late)).isFalse();
    }

    @Test
    void ofAFloodOnePageIsEmittedAndTheRestIsCounted() {
        look();
        pass(Duration.ofHours(8));
        for (int i = 0; i < 100; i++) {
            listed("u" + i);
        }
        restart();
        JsonNode answer = JSON.createObjectNode().put("total", 5_000).set("data", list);
        assertThat(emitted("700100", answer)).hasSize(100);
        ledger.settled();

        assertThat(ledger.status().overflows()).isEqualTo(1);
        assertThat(ledger.status().recovered()).isEqualTo(100);
        assertThat(ledger.status().repeats()).isZero();
        assertThat(emitted("700100", answer)).isEmpty();
        ledger.settled();
        assertThat(ledger.status().overflows()).isEqualTo(1);
    }

    @Test
    void anotherChannelIsAFirstLookAgain() {
        look();
        pass(Duration.ofHours(8));
        listed("1");

        assertThat(look("another")).isEmpty();
    }

    @Test
    void aProcessThatEndsBeforeTheyAreEmittedFindsThemAgainButNotThoseInTheJournal() {
        look();
        pass(Duration.ofHours(1));
        ObjectNode first = listed("1");
        listed("2");
        pass(Duration.ofMinutes(3));
        assertThat(emitted("700100", JSON.createObjectNode().set("data", list))).hasSize(2);
        restart();
        ledger.emitted(first);

        assertThat(look()).containsExactly("2");
    }

    @Test
    void aFileThatMakesNoSenseIsAFirstLook() throws IOException {
        look();
        Files.writeString(data.resolve("follows.json"), "{\"completeUntil\":\"yesterday\"}");
        pass(Duration.ofHours(1));
        listed("1");
        restart();

        assertThat(look()).isEmpty();
    }

    @Test
    void whatIsNoListOrNoFollowDoesNoHarm() throws IOException {
        look();
        for (String answer :
                List.of("{}", "[]", "{\"data\":null}", "{\"data\":[null,{},{\"user_id\":\"1\"}],\"total\":\"x\"}")) {
            assertThat(ledger.due("700100", JSON.readTree(answer))).isEmpty();
        }
        for (String unreadable : List.of("channel.follow", "channel.follow  ", key("1", "lately"), key("", BEGIN))) {
            assertThat(told.add(unreadable)).isTrue();
            assertThat(told.add(unreadable)).isTrue();
        }
    }

    @Test
    void aFollowThatCouldNotBeEmittedIsFoundAgain() {
        look();
        pass(Duration.ofMinutes(1));
        listed("1");
        listed("2");
        pass(Duration.ofMinutes(3));
        JsonNode answer = JSON.createObjectNode().put("total", 2).set("data", list);
        for (JsonNode row : ledger.due("700100", answer)) {
            String key =
                    key(row.path("user_id").asText(), row.path("followed_at").asText());
            assertThat(told.add(key)).isTrue();
            assertThat(row.path("user_id").asText().equals("1") ? told.remove(key) : told.confirm(key))
                    .isTrue();
        }
        ledger.settled();

        assertThat(look()).containsExactly("1");
        assertThat(ledger.status().recovered()).isEqualTo(2);
    }
}
