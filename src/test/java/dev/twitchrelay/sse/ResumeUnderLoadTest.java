package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.EventStreamRecorder.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Publishers that do not wait for anybody, and clients that come and go: each must see every message, once, in order. */
class ResumeUnderLoadTest {

    private static final int CLIENTS = 50;
    private static final int PUBLISHERS = 4;
    private static final int MESSAGES_EACH = 1500;
    private static final int ALL = PUBLISHERS * MESSAGES_EACH;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void clientsThatReconnectWithTheirLastIdMissAndRepeatNothing() throws Exception {
        long seed = System.nanoTime();
        System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + PUBLISHERS);
        try (StreamServer server = StreamServer.start(settings -> settings.history = ALL)) {
            CountDownLatch connected = new CountDownLatch(CLIENTS / 2);
            List<Future<List<Long>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed + i);
                clients.add(threads.submit(() -> followWithBreaks(server, random, connected)));
            }
            connected.await();
            List<Callable<Void>> publishers = Collections.nCopies(PUBLISHERS, () -> publish(server));
            threads.invokeAll(publishers);

            long[] everything = LongStream.rangeClosed(1, ALL).toArray();
            for (Future<List<Long>> client : clients) {
                assertThat(client.get(30, TimeUnit.SECONDS))
                        .as("seed %d", seed)
                        .containsExactly(LongStream.of(everything).boxed().toArray(Long[]::new));
            }
            assertThat(server.hub.cut()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void publish(StreamServer server) {
        for (int n = 0; n < MESSAGES_EACH; n++) {
            server.event("a", n);
            LockSupport.parkNanos(200_000);
        }
        return null;
    }

    /** Follows the stream from the start to the last message, over as many connections as chance wants. */
    private static List<Long> followWithBreaks(StreamServer server, Random random, CountDownLatch connected) {
        List<Long> seen = new ArrayList<>();
        String lastId = "t1-0";
        while (seen.size() < ALL) {
            int stay = 1 + random.nextInt(ALL / 3);
            try (EventStreamRecorder stream = server.connect("", lastId)) {
                connected.countDown();
                for (int n = 0; n < stay && seen.size() < ALL; n++) {
                    Event message = stream.awaitMessage(PATIENCE);
                    lastId = message.id();
                    seen.add(Long.valueOf(lastId.substring(3)));
                }
            }
        }
        return seen;
    }
}
