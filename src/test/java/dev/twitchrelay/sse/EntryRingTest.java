package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EntryRingTest {

    private static final long ONE = LogEntry.blank(1).bytes();

    private final EntryRing ring = new EntryRing(8, 3 * ONE);

    @Test
    void oldestGoesWhenThereIsNoRoom() {
        assertThat(put(1, 2, 3)).isZero();
        assertThat(put(4)).isEqualTo(2);

        assertThat(kept(1, 4)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void whatNumbersThatWereLeftOutHaveLeftBehindGoesFirst() {
        put(1, 2, 3, 1_000_003, 1_000_004);

        assertThat(kept(1_000_000, 1_000_007)).containsExactly(2L, 1_000_003L, 1_000_004L);
        put(1_000_005);
        assertThat(kept(1_000_000, 1_000_007)).containsExactly(1_000_003L, 1_000_004L, 1_000_005L);
    }

    @Test
    void anEntryWhosePlaceIsTakenNeedsNoRoomAnyMore() {
        put(1, 2, 9, 10, 17, 18);

        assertThat(kept(11, 18)).containsExactly(17L, 18L);
        assertThat(put(19)).as("nothing had to go").isZero();
    }

    private long put(long... numbers) {
        long keptFrom = 0;
        for (long number : numbers) {
            keptFrom = ring.put(number, LogEntry.blank(number));
        }
        return keptFrom;
    }

    /** The numbers of what is at the places from one number to another, in their order of age. */
    private List<Long> kept(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(ring::get)
                .filter(entry -> entry != null)
                .map(LogEntry::sequence)
                .sorted()
                .toList();
    }
}
