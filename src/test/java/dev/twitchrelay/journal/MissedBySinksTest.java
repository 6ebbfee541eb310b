package dev.twitchrelay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.SseMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of a killed run that sinks do not have. */
class MissedBySinksTest {
    @TempDir
    Path folder;

    /** One event a second, and what the outbox notes about them. */
    private void run(int events, String... notes) {
        try (Journal journal = Journal.open(folder, 1L << 20, Disk.REAL)) {
            FileEventJournal run = new FileEventJournal(journal);
            for (int n = 1; n <= events; n++) {
                Instant time = Instant.EPOCH.plusSeconds(n);
                run.published(
                        new SseMessage("a-" + n, n, "event", null, "{\"n\":" + n + "}", time, EventHeaders.NONE),
                        n - 1);
            }
            for (String id : notes) {
                run.keptForSinks(id);
            }
        }
    }

    private List<String> missed() {
        try (Journal journal = Journal.open(folder, 1L << 20, Disk.REAL)) {
            return new FileEventJournal(journal)
                    .missedBySinks().stream().map(SseMessage::id).toList();
        }
    }

    @Test
    void eventsBehindTheLatestNoteAreMissed() {
        run(5, "a-1", "a-3");

        assertThat(missed()).containsExactly("a-4", "a-5");
    }

    @Test
    void nothingIsMissedWhenSinksHaveTheNewestEvent() {
        run(5, "a-4", "a-5");

        assertThat(missed()).isEmpty();
    }

    @Test
    void anEventThatWasPublishedLongBeforeTheEndWasNotMeantForSinks() {
        run(20, "a-1");

        assertThat(missed()).containsExactly("a-15", "a-16", "a-17", "a-18", "a-19", "a-20");
    }

    @Test
    void whoeverHadNoSinksBeforeIsNotToldTheWholeHistory() {
        run(5);

        assertThat(missed()).isEmpty();
    }

    @Test
    void anIdOfARoutesOwnMayHoldAnyCharacter() {
        run(2, "ä\"\n,\"message\":{}");
        assertThat(missed()).isEmpty();

        run(0, "a-1");
        assertThat(missed()).containsExactly("a-2");
    }
}
