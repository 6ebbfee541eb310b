package dev.twitchrelay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.cluster.Backlog.Waiting;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.SseMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog(3);

    @Test
    void whatIsOnItsWayStaysAndTheHoleBehindItIsToldByTheNext() throws Exception {
        Waiting first = add("1", true);
        assertThat(next()).isSameAs(first);
        add("2", true);
        add("3", true);
        Waiting fourth = add("4", true);
        add("5", true);

        assertThat(backlog.dropped()).isEqualTo(2);
        assertThat(next()).isSameAs(first);
        assertThat(backlog.hole()).as("before the first").isFalse();
        backlog.sent(first, first.message());
        assertThat(next()).isSameAs(fourth);
        assertThat(backlog.hole()).as("before the fourth").isTrue();
        backlog.sent(fourth, fourth.message());
        assertThat(next().message().id()).isEqualTo("5");
        assertThat(backlog.hole()).isFalse();
    }

    @Test
    void totalsMakeWayForNewerOnesAndAreNoHole() throws Exception {
        Waiting sending = add("1", false);
        assertThat(next()).isSameAs(sending);
        add("2", false);
        Waiting last = add("3", false);

        assertThat(backlog.size()).isEqualTo(2);
        backlog.sent(sending, sending.message());
        assertThat(sending.sent()).isCompleted();
        assertThat(next()).isSameAs(last);
        assertThat(backlog.hole()).isFalse();
    }

    @Test
    void aMessageCanBeTakenBackAlsoWhenItIsNext() throws Exception {
        Waiting first = add("1", true);
        Waiting second = add("2", true);
        assertThat(next()).isSameAs(first);

        assertThat(backlog.remove(second)).isTrue();
        assertThat(backlog.remove(first)).isTrue();
        assertThat(backlog.remove(first)).isFalse();
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(next()).isNull();
    }

    private Waiting add(String id, boolean replayable) {
        String type = replayable ? "event" : "stats";
        Waiting waiting =
                new Waiting(new SseMessage(id, 0, type, null, "{}", Instant.now(), EventHeaders.NONE), null, 1, false);
        backlog.add(waiting);
        return waiting;
    }

    private Waiting next() throws InterruptedException {
        return backlog.await(Duration.ofMillis(1));
    }
}
