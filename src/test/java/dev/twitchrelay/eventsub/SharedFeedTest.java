package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Relays that read the same reports, on one thread and on a clock of the test's own. Their streams are lists. */
class SharedFeedTest {
    private static final int EVENTS = 300;
    private static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");

    private record Report(String holder, String text) {}

    private record Published(Relay by, String eventId, int number, String note) {}

    private final List<Report> ingress = new ArrayList<>();
    private final List<Published> stream = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private Random random = new Random(1);
    private Relay leader;
    private int happened;
    private int begun;
    private long millis;

    /** A session delivers the events from its begin on, in order. */
    private final class Session {
        final String id = "session-" + begun++;
        final String holder = "holder-of-" + id;
        final int from;
        int next;

        Session(int from) {
            this.from = from;
            this.next = from;
            report("began", ",\"message\":" + message("session_welcome", "w", "\"session\":{\"id\":\"" + id + "\"}"));
            heard();
            sessions.add(this);
        }

        void deliver() {
            if (next < happened) {
                report(
                        "received",
                        ",\"message\":"
                                + message(
                                        "notification",
                                        "e" + next,
                                        "\"subscription\":{\"id\":\"s\",\"type\":\"channel.raid\",\"created_at\":\""
                                                + BEGIN + "\"},\"event\":{\"n\":" + next + "}"));
                next++;
            }
        }

        void heard() {
            report("heard", ",\"types\":[\"channel.raid\"]");
        }

        private String message(String type, String number, String payload) {
            return "{\"metadata\":{\"message_id\":\"" + id + number + "\",\"message_type\":\"" + type
                    + "\",\"message_timestamp\":\"" + BEGIN.plusMillis(number.equals("w") ? 0 : 2_000L + next)
                    + "\"},\"payload\":{" + payload + "}}";
        }

        private void report(String kind, String more) {
            ingress.add(new Report(holder, "{\"kind\":\"" + kind + "\",\"session\":\"" + id + "\"" + more + "}"));
        }
    }

    /** One run of one relay. */
    private final class Relay implements SharedSessions {
        final EventSubSessions own = new EventSubSessions();
        final SharedFeed feed = new SharedFeed(this, own, () -> millis * 1_000_000);
        final Deque<SharedMessage> backlog = new ArrayDeque<>();
        int read;
        int shown;
        int holes;

        Relay() {
            relays.add(this);
            feed.join(() -> {}, () -> {});
        }

        void read() {
            if (read < ingress.size()) {
                Report report = ingress.get(read++);
                IngressPosition place = new IngressPosition(1, read);
                if (report.text.startsWith("gone ")) {
                    feed.gone(place, report.text.substring(5));
                } else {
                    feed.read(place, report.holder, report.text);
                }
            }
        }

        void show() {
            if (shown < stream.size()) {
                Published next = stream.get(shown++);
                feed.published(next.eventId, next.note, next.by == this);
            }
        }

        void route() {
            SharedMessage next = feed.take();
            if (next != null) {
                if (next.message instanceof EventSubMessage.Notification) {
                    assertThat(feed.takes(next.message.id())).isTrue();
                    backlog.add(next);
                }
                feed.finished(next);
            }
        }

        void publish() {
            if (leader == this && !backlog.isEmpty()) {
                EventSubMessage message = backlog.remove().message;
                int number = message.json().at("/payload/event/n").asInt();
                stream.add(new Published(this, message.id(), number, feed.note(message.id())));
            }
        }

        @Override
        public String name() {
            return "relay";
        }

        @Override
        public void send(String report) {
            throw new IllegalStateException("the reports of this test are not those of a relay");
        }

        @Override
        public void want(boolean session) {}

        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public boolean publishes() {
            return leader == this;
        }

        @Override
        public void withdraw(String eventId) {
            backlog.removeIf(each -> each.message.id().equals(eventId));
        }

        @Override
        public void missing() {
            holes++;
        }

        @Override
        public void goOnWithOne(boolean keep) {}
    }

    /** A leader begins when it has read all that was published. */
    private void lead(Relay next) {
        leader = null;
        while (next.shown < stream.size()) {
            next.show();
        }
        leader = next;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void kill(Relay relay) {
        relays.remove(relay);
        new Relay();
        if (leader == relay) {
            lead(any(relays));
        }
    }

    private void kill(Session dying) {
        // the merge relies on copies only after it has recognized one
        boolean isSafe = sessions.stream()
                .anyMatch(other -> other != dying
                        && other.from <= dying.next
                        && Math.min(other.next, dying.next) > Math.max(other.from, dying.from));
        if (isSafe) {
            sessions.remove(dying);
            ingress.add(new Report("anybody", "gone " + dying.holder));
            new Session(happened);
        }
    }

    private void happen() {
        if (happened < EVENTS) {
            happened++;
        }
        millis += random.nextInt(40);
    }

    private void step() {
        int chance = random.nextInt(1_000);
        if (chance < 100) {
            happen();
        } else if (chance < 350) {
            any(sessions).deliver();
        } else if (chance < 600) {
            any(relays).read();
        } else if (chance < 750) {
            any(relays).show();
        } else if (chance < 850) {
            leader.route();
        } else if (chance < 950) {
            leader.publish();
        } else if (chance < 970) {
            any(sessions).heard();
        } else if (chance < 985) {
            any(relays).feed.look();
        } else if (chance < 990) {
            lead(any(relays));
        } else if (chance < 995) {
            kill(any(relays));
        } else {
            kill(any(sessions));
        }
    }

    private void finish() {
        for (int i = 0; i < 5 * EVENTS; i++) {
            sessions.forEach(Session::deliver);
            relays.forEach(Relay::read);
            relays.forEach(Relay::show);
            leader.route();
            leader.publish();
        }
        for (int i = 0; i < 20; i++) {
            millis += 1_000;
            sessions.forEach(Session::heard);
            for (int j = 0; j < 20; j++) {
                relays.forEach(Relay::read);
                relays.forEach(Relay::show);
                leader.route();
                leader.publish();
            }
            relays.forEach(each -> each.feed.look());
        }
    }

    private List<Integer> numbers() {
        return stream.stream().map(Published::number).toList();
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverDiesEachEventIsPublishedOnceAndInOrder(int seed) {
        random = new Random(seed);
        new Session(0);
        new Session(0);
        for (int i = 0; i < 3; i++) {
            new Relay();
        }
        lead(relays.get(0));
        while (happened < EVENTS) {
            step();
        }
        finish();

        assertThat(numbers())
                .containsExactlyElementsOf(IntStream.range(0, EVENTS).boxed().toList());
    }

    @Test
    void aSecondRouteIsRefused() {
        Relay relay = new Relay();

        assertThatThrownBy(() -> relay.feed.join(() -> {}, () -> {})).hasMessageContaining("only one route can");
        relay.feed.leave();
        relay.feed.join(() -> {}, () -> {});
    }

    @Test
    void aHoleIsToldByTheLeaderAtItsPlace() {
        Relay relay = new Relay();
        Relay other = new Relay();
        lead(relay);
        relay.feed.missing(new IngressPosition(1, 1));
        other.feed.missing(new IngressPosition(1, 1));
        relay.route();

        assertThat(relay.holes).isEqualTo(1);
        assertThat(other.holes).isZero();
    }

    @Test
    void aReportThatCannotBeReadIsSkipped() {
        Relay relay = new Relay();
        lead(relay);
        ingress.add(new Report("x", "no JSON"));
        ingress.add(new Report("x", "{\"kind\":\"received\",\"session\":\"s\",\"message\":{}}"));
        happened = 1;
        new Session(0).deliver();
        for (int i = 0; i < 10; i++) {
            relay.read();
            relay.route();
            relay.publish();
        }

        assertThat(numbers()).containsExactly(0);
    }

    @Test
    void aStreamThatHasLostItsEndOrBeginsAfreshIsReadOn() {
        Relay relay = new Relay();
        lead(relay);
        relay.feed.published(null, "1-100", false);
        relay.feed.opened(1, 0);
        happened = 1;
        new Session(0).deliver();
        for (int i = 0; i < 4; i++) {
            relay.read();
            relay.route();
            relay.publish();
        }
        assertThat(numbers()).containsExactly(0);
        relay.feed.published(null, "1-100", false);
        relay.feed.opened(2, 0);
        assertThat(relay.feed.note(null)).isEqualTo("1-100");
    }
}
