package dev.twitchrelay.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.Memory;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty events a second for as long as wanted, and clients that come and go; what the process holds must not grow: {@code mvn
 * verify -Pcampaign -Dit.test=SoakIT -Dsoak.minutes=30 -Dsoak.clients=1000}. The clients' own threads and sockets are
 * part of the figures, and constant.
 */
@EnabledIfSystemProperty(named = "soak.minutes", matches = "\\d+", disabledReason = "takes as long as -Dsoak.minutes")
class SoakIT {
    private static final long TICK_NANOS = 50_000_000;
    private static final long GROWTH = 48L << 20;

    @TempDir
    Path folder;

    @Test
    void nothingGrows() throws Exception {
        int minutes = Integer.getInteger("soak.minutes");
        int clients = Integer.getInteger("soak.clients", 1000);
        try (Stage stage = Stage.inProcess(new Random(1), 1, folder)) {
            stage.addClients(clients);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> stage.clients().stream().allMatch(client -> client.connects() > 0)
                            && stage.twitch().seen().subscriptions().containsKey("channel.follow"));
            BitSet all = new BitSet();
            // the first minute fills histories and caches
            int sent = run(stage, 0, all);
            Memory before = Memory.now();
            System.out.printf("soak: %d clients, 20 events/s; after 1 min %s%n", clients, before);
            Memory after = before;
            for (int minute = 2; minute <= minutes; minute++) {
                sent = run(stage, sent, all);
                after = Memory.now();
                System.out.printf("soak: after %d min %s%n", minute, after);
            }
            int last = sent - 1;
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> stage.clients().stream().allMatch(client -> client.latest() == last));

            for (StreamFollower client : stage.clients()) {
                assertThat(Tally.of(all, client.numbers())).isEqualTo(Tally.NONE);
            }
            // what clients remember for the comparison is four bytes an event each
            assertThat(after.heap() - before.heap()).isLessThan(GROWTH + 8L * sent * clients);
            assertThat(after.direct() - before.direct()).isLessThan(GROWTH);
            assertThat(after.threads() - before.threads()).isLessThan(20);
            assertThat(after.descriptors() - before.descriptors()).isLessThan(100);
        }
    }

    /** A minute, in which each second a few clients leave and come again. */
    private static int run(Stage stage, int from, BitSet all) {
        int number = from;
        long at = System.nanoTime();
        for (int tick = 0; tick < 1_200; tick++) {
            LockSupport.parkNanos(Math.max(0, at - System.nanoTime()));
            at += TICK_NANOS;
            all.set(number);
            stage.send(number++);
            if (tick % 20 == 0) {
                stage.breakOffClients(Math.max(1, stage.clients().size() / 50));
            }
        }
        return number;
    }
}
