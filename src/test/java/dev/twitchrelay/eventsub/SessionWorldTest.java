package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Sessions and their merge on a clock and in a network of their own. {@code -Dsessions.hours=1000} plays more hours than each build
 * does, and {@code -Dsessions.seed} names the first world.
 */
class SessionWorldTest {
    private static final int HOURS = Integer.getInteger("sessions.hours", 50);
    private static final long SEED = Long.getLong("sessions.seed", System.nanoTime() & 0xffffff);
    private static final Duration WORLD = Duration.ofHours(10);

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.twitchrelay.eventsub");

    @BeforeEach
    void faultsAreNoNews() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        log.setLevel(null);
    }

    @Test
    void whatReachesTheRelayIsPublishedOnceWhateverHappens() {
        Map<String, Integer> faults = new TreeMap<>();
        long begin = System.nanoTime();
        int published = 0;
        int worlds = Math.max(1, HOURS / (int) WORLD.toHours());
        for (long seed = SEED; seed < SEED + worlds; seed++) {
            SessionWorld.Result result = new SessionWorld(seed).run(WORLD);
            assertThat(result.wrong()).as("world %d", seed).isEmpty();
            assertThat(result.published()).as("events of world %d", seed).isGreaterThan(100);
            published += result.published();
            result.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
        }
        System.out.printf(
                "sessions: %,d simulated hours from seed %d in %d s, %,d events, faults %s%n",
                worlds * WORLD.toHours(), SEED, (System.nanoTime() - begin) / 1_000_000_000, published, faults);
    }

    @Test
    void oneSeedGivesTheSameWorld() {
        SessionWorld.Result first = new SessionWorld(SEED).run(Duration.ofHours(2));
        SessionWorld.Result second = new SessionWorld(SEED).run(Duration.ofHours(2));

        assertThat(second).isEqualTo(first);
        assertThat(new SessionWorld(SEED + 1).run(Duration.ofHours(2)).trace()).isNotEqualTo(first.trace());
    }
}
