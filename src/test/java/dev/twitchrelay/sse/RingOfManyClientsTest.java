package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jna.Function;
import dev.twitchrelay.support.EventStreamRecorder;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the hub's event loops have rings, and what becomes of the clients when they lose them. */
class RingOfManyClientsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String GET = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

    @BeforeEach
    void onlyWhereTheKernelHasIt() throws IOException {
        SendRingTest.openOrAbort(1, 1).close();
        await().atMost(SOON).until(() -> rings().isEmpty());
    }

    @Test
    void ringIsThereWhileThereAreManyClients() throws Exception {
        try (StreamServer server = StreamServer.start(settings -> settings.ioUringFrom = 10)) {
            List<EventStreamRecorder> few = connect(server, 5);
            server.event("a", 1);
            assertThat(few.get(0).awaitMessage(SOON).id()).isEqualTo("t1-1");
            assertThat(rings()).isEmpty();

            List<EventStreamRecorder> many = connect(server, 60);
            server.event("a", 2);
            await().atMost(SOON).until(() -> !rings().isEmpty());
            server.event("a", 3);
            for (EventStreamRecorder stream : many) {
                assertThat(stream.awaitMessage(SOON).id()).isEqualTo("t1-2");
                assertThat(stream.awaitMessage(SOON).id()).isEqualTo("t1-3");
            }

            many.forEach(EventStreamRecorder::close);
            few.forEach(EventStreamRecorder::close);
            await().atMost(SOON).until(() -> server.hub.clients() == 0);
            await().atMost(SOON).until(() -> rings().isEmpty());
        }
    }

    @Test
    void clientsLoseNothingWhenTheRingFails() throws Exception {
        try (StreamServer server = StreamServer.start(settings -> {});
                Socket slow = server.raw(GET)) {
            List<EventStreamRecorder> streams = connect(server, 60);
            server.event("a", 1);
            await().atMost(SOON).until(() -> rings().size() == 2);
            server.event("a", 2);

            for (int ring : rings()) {
                breakRing(ring);
            }
            for (int n = 3; n <= 200; n++) {
                server.hub.publish("event", null, StreamServer.json("{\"data\":\"" + "x".repeat(5_000) + "\"}"));
            }

            for (EventStreamRecorder stream : streams) {
                for (int n = 1; n <= 200; n++) {
                    assertThat(stream.awaitMessage(SOON).id()).isEqualTo("t1-" + n);
                }
            }
            assertThat(server.hub.clients()).isEqualTo(61);
            assertThat(server.hub.cut()).isZero();
            assertThat(rings()).isEmpty();
            streams.forEach(EventStreamRecorder::close);
        }
    }

    @Test
    void clientThatReadsAgainAfterThousandsOfMessagesHasThemAll() throws Exception {
        try (StreamServer server = StreamServer.start(settings -> settings.history = 10_000);
                Socket pausing = server.raw(GET)) {
            List<EventStreamRecorder> others = connect(server, 20);
            server.event("a", 1);
            await().atMost(SOON).until(() -> !rings().isEmpty());
            byte[] json = StreamServer.json("{\"data\":\"" + "x".repeat(1_000) + "\"}");
            for (int n = 2; n <= 4_000; n++) {
                server.hub.publish("event", null, json);
                if (n % 100 == 0) {
                    assertThat(others.get(0).awaitMessage(SOON)).isNotNull();
                }
            }
            server.event("last", 0);

            StringBuilder text = new StringBuilder();
            byte[] bytes = new byte[64 * 1024];
            while (text.indexOf("\"last\"") < 0) {
                int count = pausing.getInputStream().read(bytes);
                text.append(new String(bytes, 0, 0, count));
            }

            List<String> ids = text.toString()
                    .replaceAll("\r\n[0-9a-f]+\r\n", "")
                    .lines()
                    .filter(line -> line.startsWith("id: "))
                    .toList();
            assertThat(ids)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 4_001)
                            .mapToObj(n -> "id: t1-" + n)
                            .toList());
            others.forEach(EventStreamRecorder::close);
        }
    }

    private static List<EventStreamRecorder> connect(StreamServer server, int number) {
        int before = server.hub.clients();
        List<EventStreamRecorder> streams =
                IntStream.range(0, number).mapToObj(i -> server.connect()).toList();
        await().atMost(SOON).until(() -> server.hub.clients() >= before + number);
        return streams;
    }

    /** The descriptors of this process that are rings. */
    private static List<Integer> rings() throws IOException {
        List<Integer> rings = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                if (isRing(descriptor)) {
                    rings.add(Integer.valueOf(descriptor.getFileName().toString()));
                }
            }
        }
        return rings;
    }

    private static boolean isRing(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("io_uring");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** Puts another file in the ring's place, so that the kernel refuses to work with it. */
    private static void breakRing(int ring) throws IOException {
        int other = Function.getFunction("c", "open").invokeInt(new Object[] {"/dev/null", 0});
        assertThat(Function.getFunction("c", "dup2").invokeInt(new Object[] {other, ring}))
                .isEqualTo(ring);
        Function.getFunction("c", "close").invokeInt(new Object[] {other});
    }
}
