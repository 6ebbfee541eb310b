package dev.twitchrelay.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedIdsTest {
    private final SseHub hub = new SseHub("twitch", SseSettings.defaults());
    private final PublishedIds ids = new PublishedIds(() -> hub, List.of("shop:earlier"));

    private void publish(String id) {
        hub.publish(
                "event",
                "shop.order",
                EventHeaders.of(Map.of(EventHeaders.ID, id)),
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anIdOfTheHistoryIsPublishedAlsoForAProcessThatDidNotPublishIt() {
        publish("shop:1");

        assertThat(ids.add("shop:1")).isFalse();
        assertThat(ids.add("shop:2")).isTrue();
    }

    @Test
    void anIdOfAnEarlierRunOrOfAnotherRelayIsPublished() {
        ids.confirm("shop:elsewhere");

        assertThat(ids.add("shop:earlier")).isFalse();
        assertThat(ids.add("shop:elsewhere")).isFalse();
    }

    @Test
    void whileAnIdIsBeingPublishedNobodyKnowsWhatToSay() {
        assertThat(ids.add("shop:1")).isTrue();

        assertThatThrownBy(() -> ids.add("shop:1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIdThatFailedIsWelcomeAgain() {
        ids.add("shop:1");
        ids.remove("shop:1");

        assertThat(ids.add("shop:1")).isTrue();
    }

    @Test
    void anIdIsRememberedLongerThanAShortHistory() {
        ids.add("shop:0");
        publish("shop:0");
        ids.confirm("shop:0");
        for (int i = 1; i <= SseSettings.defaults().history() + 10; i++) {
            publish("shop:" + i);
        }

        assertThat(hub.recent(Integer.MAX_VALUE))
                .noneMatch(event -> "shop:0".equals(event.headers().get(EventHeaders.ID)));
        assertThat(ids.add("shop:0")).isFalse();
    }
}
