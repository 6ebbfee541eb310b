package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.support.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionGroupTest {
    private static final String BEFORE = "channel.raid,channel.cheer";
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final String AFTER = "channel.raid,channel.cheer,stream.online";

    private final ManualLoop loop = new ManualLoop();
    private final Random random = new Random(1);
    private final BitSet arrived = new BitSet();
    private final VirtualTwitch twitch = new VirtualTwitch(loop, random, arrived::set);
    private final List<Integer> published = new ArrayList<>();
    private final List<String> welcomes = new ArrayList<>();
    private final VirtualRelay relay = new VirtualRelay(loop, random, twitch, List.of(), this::receive);
    private int happened;
    private boolean isBusy;

    private void receive(EventSubMessage message) {
        if (message instanceof Notification notification) {
            published.add(VirtualRelay.event(notification).path("n").asInt());
        } else {
            welcomes.add(message.type());
        }
    }

    private VirtualRelay with(int sessions) {
        relay.use(BEFORE, sessions);
        loop.advance(Duration.ofSeconds(20));
        assertThat(types()).hasSize(sessions);
        return relay;
    }

    private List<List<String>> types() {
        return twitch.sessions().stream().map(VirtualTwitch.Session::types).toList();
    }

    /** From now on an event happens at each of these intervals. */
    private void happensEvery(Duration interval) {
        isBusy = true;
        goesOn(interval);
    }

    private void goesOn(Duration interval) {
        if (isBusy) {
            twitch.happens(happened, "channel.raid", "{\"n\":" + happened + "}");
            happened++;
            loop.schedule(interval, () -> goesOn(interval));
        }
    }

    private void assertNothingLostNothingTwiceAndInOrder() {
        isBusy = false;
        loop.advance(Duration.ofSeconds(10));
        assertThat(published)
                .containsExactlyElementsOf(IntStream.range(0, happened).boxed().toList());
    }

    @Test
    void sessionsBeginSomeSecondsApartAndTheRouteHearsOfTheFirst() {
        relay.use(BEFORE, 3);

        loop.advance(Duration.ofSeconds(4));
        assertThat(types()).hasSize(1);
        loop.advance(Duration.ofSeconds(5));
        assertThat(types()).hasSize(2);
        loop.advance(Duration.ofSeconds(5));
        assertThat(types()).hasSize(3);
        assertThat(welcomes).containsExactly("session_welcome");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anEditOfTheTypesLosesNothing(int sessions) {
        with(sessions);
        happensEvery(OFTEN);

        relay.use(AFTER, sessions);
        loop.advance(Duration.ofMinutes(1));

        assertThat(types()).hasSize(sessions).allMatch(types -> types.contains("stream.online"));
        assertThat(relay.statuses()).hasSize(sessions);
        assertThat(twitch.mostConnections).isLessThanOrEqualTo(3);
        assertNothingLostNothingTwiceAndInOrder();
        assertThat(welcomes).hasSize(1);
    }

    @Test
    void editsInTheMiddleOfAnEditLoseNothing() {
        with(2);
        happensEvery(OFTEN);

        for (int i = 0; i < 5; i++) {
            relay.use(i % 2 == 0 ? AFTER : BEFORE, 2);
            loop.advance(Duration.ofMillis(700));
        }
        loop.advance(Duration.ofMinutes(1));

        assertThat(types()).hasSize(2).allMatch(types -> types.contains("stream.online"));
        assertNothingLostNothingTwiceAndInOrder();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anEditOfTheNumberOfSessionsLosesNothing(int sessions) {
        with(4 - sessions);
        happensEvery(OFTEN);

        relay.use(BEFORE, sessions);
        loop.advance(Duration.ofMinutes(1));

        assertThat(types()).hasSize(sessions);
        assertNothingLostNothingTwiceAndInOrder();
    }

    @Test
    void anEditWhileTwitchTakesNoSubscriptionsKeepsTheOldSessionsUntilItDoes() {
        with(2);
        happensEvery(Duration.ofMillis(500));
        twitch.isApiAway = true;

        relay.use(AFTER, 2);
        loop.advance(Duration.ofMinutes(10));
        assertThat(types()).anyMatch(types -> Set.copyOf(types).equals(Set.of("channel.raid", "channel.cheer")));
        twitch.isApiAway = false;
        loop.advance(Duration.ofMinutes(5));

        assertThat(types()).hasSize(2).allMatch(types -> types.contains("stream.online"));
        assertNothingLostNothingTwiceAndInOrder();
    }

    @Test
    void anEditForWhichTwitchHasNoRoomEndsAnOldSessionFirst() {
        with(1);
        twitch.foreignConnections = 2;

        relay.use(AFTER, 1);
        loop.advance(Duration.ofSeconds(15));

        assertThat(types()).hasSize(1).allMatch(types -> types.contains("stream.online"));
    }

    @Test
    void aSessionThatTwitchRefusesLeavesTheOtherAloneIsToldOnceAndTriedRarely() {
        try (LogLines log = new LogLines("dev.twitchrelay.eventsub")) {
            twitch.foreignConnections = 2;
            relay.use(BEFORE, 2);
            loop.advance(Duration.ofSeconds(4));
            happensEvery(Duration.ofSeconds(20));
            int connects = twitch.connects;

            loop.advance(Duration.ofHours(2));

            assertThat(types()).filteredOn(types -> !types.isEmpty()).hasSize(1);
            assertThat(twitch.connects - connects).isBetween(5, 30);
            assertThat(log.lines().stream().filter(line -> line.startsWith("WARN")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("cannot subscribe to channel.raid: number of websocket transports"))
                    .anyMatch(line -> line.contains("Twitch allows no further session beside the others"));
            assertThat(relay.statuses()).extracting(SessionStatus::state).containsExactly("live", "waiting");

            twitch.foreignConnections = 0;
            loop.advance(Duration.ofMinutes(11));
            assertThat(types()).hasSize(2);
        }
        assertNothingLostNothingTwiceAndInOrder();
    }

    @Test
    void anEndPublishesWhatWaitsForTheLeadingSession() {
        with(2);
        happensEvery(OFTEN);
        loop.advance(Duration.ofSeconds(1));
        twitch.sessions().get(0).stall(Duration.ofSeconds(5));
        loop.advance(Duration.ofSeconds(2));

        relay.stop();
        isBusy = false;
        loop.advance(Duration.ofSeconds(1));

        assertThat(published).hasSize(arrived.cardinality()).hasSizeGreaterThan(140);
    }
}
