package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.SETTINGS;
import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static dev.twitchrelay.outbox.OutboxFixture.in;
import static dev.twitchrelay.outbox.OutboxFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.support.RouteCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTimeoutTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMillis(500);

    @TempDir
    Path data;

    private Outbox outbox() throws IOException {
        return in(
                data,
                new OutboxSettings(
                        null,
                        SETTINGS.mostMessages(),
                        SETTINGS.longestAge(),
                        SETTINGS.firstRetry(),
                        SETTINGS.longestRetry(),
                        SETTINGS.stoppedRetry(),
                        LIMIT,
                        false),
                Clock.systemUTC());
    }

    @Test
    void aCallThatNeverReturnsIsInterruptedAndTheMessageSentAgain() throws Exception {
        Outbox outbox = outbox();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        List<String> told = new CopyOnWriteArrayList<>();
        outbox.attach(options("lights"), batch -> {
            if (calls.getAndIncrement() == 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
            told.add(batch.first().id());
        });

        follow(outbox, 0, 1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).containsExactly("id0", "id1"));
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.status("lights").orElseThrow().retried()).isEqualTo(1);
    }

    @Test
    void aPeerThatTricklesIsCutOffAndTheMessageSentAgain() throws Exception {
        Outbox outbox = outbox();
        try (TricklingPeer peer = new TricklingPeer();
                CamelContext camel = sink(outbox, peer.url())) {
            camel.start();

            follow(outbox, 0, 1);

            await().atMost(PATIENCE)
                    .until(() -> outbox.status("lights").orElseThrow().delivered() == 2);
            assertThat(peer.cutOff.await(60, TimeUnit.SECONDS))
                    .as("the call has really ended")
                    .isTrue();
            assertThat(peer.bodies).hasSize(3);
            assertThat(peer.bodies.get(0)).isEqualTo(peer.bodies.get(1)).contains("\"n\":0");
            assertThat(peer.bodies.get(2)).contains("\"n\":1");
        }
    }

    private static CamelContext sink(Outbox outbox, String url) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        RouteCommands.vocabulary(Map.of())
                .with(
                        "sinks",
                        new SinkHttpConfigurer(
                                outbox, setting -> url, new CallTimeLimit(LIMIT), Proxies.NONE.planner()))
                .teach(camel);
        camel.addComponent("outbox", new OutboxComponent(outbox));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("outbox:lights").to("http:sinks.lights.url?httpMethod=POST&httpClientConfigurer=#sinks");
            }
        });
        return camel;
    }

    /** Answers the first request one byte at a time and without an end, and the others as they should be. */
    private static final class TricklingPeer implements AutoCloseable {
        private static final int MILLIS_BETWEEN_BYTES = 20;

        final List<String> bodies = new CopyOnWriteArrayList<>();
        final CountDownLatch cutOff = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        TricklingPeer() throws IOException {
            Thread accepting = new Thread(this::accept, "trickling-peer");
            accepting.setDaemon(true);
            accepting.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort() + "/lights";
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread serving = new Thread(() -> serve(socket), "trickling-peer-call");
                    serving.setDaemon(true);
                    serving.start();
                } catch (IOException closing) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                bodies.add(request(socket.getInputStream()));
                OutputStream out = socket.getOutputStream();
                if (bodies.size() > 1) {
                    write(out, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
                    return;
                }
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                while (!closed.await(MILLIS_BETWEEN_BYTES, TimeUnit.MILLISECONDS)) {
                    write(out, "x");
                }
            } catch (IOException gone) {
                cutOff.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void write(OutputStream out, String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /** The body of a request. */
        private static String request(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("no request");
                }
                head.append((char) next);
            }
            int length = head.toString()
                    .lines()
                    .filter(line -> line.toLowerCase().startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(-1);
            if (length >= 0) {
                return new String(in.readNBytes(length), StandardCharsets.UTF_8);
            }
            // chunked, in one piece
            StringBuilder chunks = new StringBuilder();
            while (chunks.indexOf("\r\n0\r\n\r\n") < 0) {
                chunks.append((char) in.read());
            }
            return chunks.toString();
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            server.close();
        }
    }
}
