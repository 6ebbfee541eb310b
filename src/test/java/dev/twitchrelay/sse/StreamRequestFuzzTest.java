package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.sse.SseSettings.MessageTypes;
import dev.twitchrelay.support.Fuzz;
import dev.twitchrelay.support.Mutations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever stands in ids, filters, messages and settings is taken, or refused with a reason. */
class StreamRequestFuzzTest {
    private static final MessageTypes TYPES = new MessageTypes(List.of("stats", "event"), "stats", "event");

    @Provide
    Arbitrary<String> ids() {
        return Mutations.of(List.of("t2-7", "t1-3", "t2-0", "t2-999999999999999999", "-1", ""));
    }

    @Provide
    Arbitrary<List<String>> filters() {
        return Mutations.of(List.of("channel.follow,channel.raid", "event|stats", "stats,event", ""))
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> messages() {
        return Mutations.of(List.of("{\"type\":\"event\",\"data\":{\"n\":1}}", "{}", "[]"));
    }

    @Fuzz
    void anIdIsAPositionThatExistsOrUnknown(@ForAll("ids") String id) {
        MessageIds ids = new MessageIds("t2", Map.of("t1", new MessageIds.Span(2, 5)));
        MessageLog log = new MessageLog(ids, "stats", 10, Clock.systemUTC());
        for (int i = 0; i < 20; i++) {
            log.append("event", "a", "{}".getBytes(StandardCharsets.US_ASCII));
        }

        Opening opening = Opening.of(log, ids, StreamFilter.parse(List.of(), List.of(), TYPES), id);

        assertThat(opening.startId()).matches("t2-\\d+");
        assertThat(opening.missed()).matches("\\d+|\"unknown\"");
        assertThat(opening.cursor()).isEqualTo(20);
        if (!opening.missed().startsWith("\"")) {
            assertThat(opening.replay()).hasSize(Integer.parseInt(opening.missed()));
        }
    }

    @Fuzz
    void aFilterIsTakenOrRefusedWithAReasonThatQuotesNothing(
            @ForAll("filters") List<String> types, @ForAll("filters") List<String> events) {
        try {
            StreamFilter filter = StreamFilter.parse(types, events, TYPES);
            assertThat(filter.names()).hasSizeLessThanOrEqualTo(64);
        } catch (BadRequestException refused) {
            assertThat(refused.getMessage()).matches("[\\x20-\\x7e&&[^\"\\\\]]+");
        }
    }

    @Fuzz
    void aMessageIsOneLineOfJsonOrRefused(@ForAll("messages") String json) {
        try {
            JsonLine.check(json.getBytes(StandardCharsets.UTF_8));
            assertThat(json).doesNotContain("\n").doesNotContain("\r").startsWith("{");
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Fuzz
    void aSettingIsTakenOrRefusedByItsName(
            @ForAll int history,
            @ForAll int most,
            @ForAll int mostPerAddress,
            @ForAll long millis,
            @ForAll String origin) {
        Duration duration = Duration.ofMillis(millis);
        try {
            new SseSettings(history, most, mostPerAddress, duration, duration, duration, null, List.of(origin), null);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("sse.");
        }
    }
}
