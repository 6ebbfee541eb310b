package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.ReadOnlyHandler.BadRequestException;
import dev.twitchrelay.support.Fuzz;
import dev.twitchrelay.support.Mutations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever stands in ids, filters, messages and settings is taken, or refused with a reason. */
class StreamRequestFuzzTest {
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
        MessageLog log = new LocalLog("t2", 10, new JournalOfOneRun(), MessageLog.HISTORY_BYTES);
        for (int i = 0; i < 20; i++) {
            log.publish("event", "a", EventHeaders.NONE, "{}".getBytes(StandardCharsets.US_ASCII));
        }

        MessageLog.Start start = log.start(id);

        assertThat(start.id()).matches("t2-\\d+");
        assertThat(start.position()).isEqualTo(log.sequence());
        if (start.missed() != null) {
            assertThat(start.missed()).hasSizeLessThanOrEqualTo(10);
        }
    }

    /** The run {@code t1}, which began after position 2 and published an event at position 5. */
    private static final class JournalOfOneRun implements EventJournal {
        @Override
        public List<Run> runs() {
            return List.of(new Run("t1", 2));
        }

        @Override
        public List<Kept> messages() {
            return List.of(
                    new Kept(new SseMessage("t1-5", 5, "event", "a", "{}", Instant.EPOCH, EventHeaders.NONE), 0));
        }
    }

    @Fuzz
    void aFilterIsTakenOrRefusedWithAReasonThatQuotesNothing(
            @ForAll("filters") List<String> types, @ForAll("filters") List<String> events) {
        try {
            StreamFilter filter = StreamFilter.parse(types, events);
            assertThat(filter.names()).hasSizeLessThanOrEqualTo(64);
        } catch (BadRequestException refused) {
            assertThat(refused.getMessage()).matches("[\\x20-\\x7e&&[^\"\\\\]]+");
        }
    }

    @Fuzz
    void aMessageIsOneLineOfJsonOrRefused(@ForAll("messages") String json) {
        try {
            SseMessage.checkJson(json.getBytes(StandardCharsets.UTF_8));
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
            new SseSettings(history, most, mostPerAddress, duration, duration, duration, List.of(origin));
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("sse.");
        }
    }
}
