package dev.twitchrelay.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventHeadersTest {
    @Test
    void whatBeginsWithEventBelongsToTheMessageAsTextAndNothingElse() {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "EventKind", "event",
                "EventAmount", 5,
                "Eventual", "x",
                "MessageId", "a-1",
                "CamelSseType", "event"));
        all.put("EventOrigin", null);

        EventHeaders headers = EventHeaders.of(all);

        assertThat(headers.values()).containsOnly(Map.entry("EventKind", "event"), Map.entry("EventAmount", "5"));
        assertThat(headers.get("EventOrigin")).isNull();
    }

    @Test
    void headersAreOneLineOfAsciiThatIsTheSameWhateverTheirOrder() {
        String tricky = "Zoë 🎈 \ud83c \"\\\r\n\u0000";

        EventHeaders headers = EventHeaders.of(Map.of("EventMood", tricky, "EventKind", "event"));

        assertThat(headers.json()).matches("[ -~]*").startsWith("{\"EventKind\"");
        assertThat(EventHeaders.of(headers.values())).isEqualTo(headers);
        assertThat(headers.get("EventMood")).isEqualTo(tricky);
        assertThat(EventHeaders.of(Map.of())).isEqualTo(EventHeaders.NONE);
    }

    @Test
    void aHeaderIsFoundByItsWholeValueAndNotInsideAnotherValue() {
        EventHeaders one = EventHeaders.of(Map.of("EventId", "shop:\"1\""));

        assertThat(EventHeaders.of(Map.of("EventId", "shop:\"1\"", "EventKind", "event"))
                        .include(one))
                .isTrue();
        assertThat(EventHeaders.of(Map.of("EventId", "shop:\"1\"2", "EventMood", "\"EventId\":\"shop:\"1\"\""))
                        .include(one))
                .isFalse();
        assertThat(EventHeaders.NONE.include(one)).isFalse();
    }
}
