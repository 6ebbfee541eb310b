package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SseHubTest {

    private final SseHub hub = new SseHub("twitch", SseSettings.defaults());

    @Test
    void idsCountFromOneWithinTheTermOfTheRun() {
        String term = hub.headId().replaceFirst("-0$", "");

        assertThat(publish("stats", null).id()).isEqualTo(term + "-1");
        assertThat(publish("event", "a").id()).isEqualTo(term + "-2").isEqualTo(hub.headId());
        assertThat(hub.published()).isEqualTo(2);
    }

    @Test
    void totalsAndRecentEventsAreRemembered() {
        assertThat(hub.totals()).isEmpty();
        SseMessage stats = publish("stats", null);
        SseMessage first = publish("event", "a");
        SseMessage second = publish("event", "b");

        assertThat(hub.totals()).contains(stats);
        assertThat(hub.recent(10)).containsExactly(second, first);
        assertThat(hub.recent(1)).containsExactly(second);
        assertThat(hub.recent(0)).isEmpty();
    }

    @ParameterizedTest
    @EmptySource
    @ValueSource(
            strings = {
                "channel follow",
                "kan\u00e4l",
                "a\n",
                "a/b",
                "a:b",
                "a@",
                "a[",
                "a`",
                "a{",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void whatIsNoEventNameIsRefused(String name) {
        assertThatThrownBy(() -> hub.publish("event", name, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the event name must be 1 to 64 letters");
        assertThat(hub.published()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "AZaz09", "..", "-_", "0123456789012345678901234567890123456789012345678901234567890123"})
    void eventNamesHaveUpTo64Characters(String name) {
        hub.publish("event", name, "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(hub.published()).isOne();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"[]", "{", "{}\n", "{\r}", " {}", "{}{}", "{a}", "null", "{\"a\":1,}", "{]}"})
    void whatIsNotOneJsonObjectOnOneLineIsRefused(String json) {
        byte[] bytes = json == null ? null : json.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> hub.publish("event", "a", bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the message must be one JSON object on one line");
        assertThat(hub.published()).isZero();
    }

    @Test
    void unknownTypesAndMalformedNamesAreRefused() {
        assertThatThrownBy(() -> publish("other", null)).hasMessageContaining("[stats, event]");
        assertThatThrownBy(() -> publish(null, null)).hasMessageContaining("[stats, event]");
        assertThatThrownBy(() -> publish("event", "a\nb")).hasMessageContaining("event name");
    }

    @Test
    void anEventIsFoundByItsId() {
        SseMessage first = publish("event", "a");
        publish("event", "b");

        assertThat(hub.event(first::equals)).contains(first);
        assertThat(hub.event(publish("stats", null)::equals)).isEmpty();
        assertThat(hub.event(none -> false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "ping", "bye", "a b", ""})
    void aStandingEventHasANameOfItsOwn(String name) {
        assertThatThrownBy(() -> hub.announce(name, "{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("name '" + name + "'");
        assertThatThrownBy(() -> hub.announce("mood", "{\n}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("one JSON object on one line");
    }

    @Test
    void settingsOutOfRangeNameTheSetting() {
        assertThatThrownBy(() -> settings(0, null, null)).hasMessageContaining("sse.history");
        assertThatThrownBy(() -> settings(200_000, null, null)).hasMessageContaining("sse.history");
        assertThatThrownBy(() -> settings(null, Duration.ZERO, null)).hasMessageContaining("sse.heartbeat");
        assertThatThrownBy(() -> settings(null, null, List.of("example.org")))
                .hasMessageContaining("sse.allowed-origins");
        assertThatThrownBy(() -> new SseHub("", SseSettings.defaults())).hasMessageContaining("name of a hub");
    }

    @Test
    void hubWithoutClientsShutsDownAtOnce() {
        assertThat(hub.shutdown()).isCompleted();
    }

    private SseMessage publish(String type, String name) {
        return hub.publish(type, name, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static void settings(Integer history, Duration heartbeat, List<String> origins) {
        SettingsFixture settings = new SettingsFixture();
        settings.history = history;
        settings.heartbeat = heartbeat;
        settings.allowedOrigins = origins;
        settings.build();
    }
}
