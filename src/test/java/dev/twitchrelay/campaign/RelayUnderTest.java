package dev.twitchrelay.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.FullDisk;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The relay that faults happen to, in one of two forms. Not every fault is possible in both. Used by one thread. */
interface RelayUnderTest extends AutoCloseable {
    /** Where its stream is, also after it was started again. */
    int port();

    /** {@code /api/status}, or a missing node while it does not answer. */
    JsonNode status();

    default long cut() {
        return status().path("sse").path("cut").asLong();
    }

    default void diskIsFull(boolean full) {
        throw new UnsupportedOperationException();
    }

    default void kill() {
        throw new UnsupportedOperationException();
    }

    default void terminate() {
        throw new UnsupportedOperationException();
    }

    default boolean hasEnded() {
        return false;
    }

    default void startAgain() {
        throw new UnsupportedOperationException();
    }

    @Override
    void close();

    /** In this process, where its disk and its clock can be spoilt. */
    final class InProcess implements RelayUnderTest {
        private final RunningRelay relay;
        private final FullDisk disk = new FullDisk();

        InProcess(Map<String, String> settings, Clock clock) {
            relay = RunningRelay.start(settings, clock, disk);
        }

        @Override
        public int port() {
            return relay.uri("/").getPort();
        }

        @Override
        public JsonNode status() {
            return relay.status();
        }

        @Override
        public void diskIsFull(boolean full) {
            disk.full = full;
        }

        @Override
        public void close() {
            relay.close();
        }
    }

    /** As users start it, where it can be killed. */
    final class Packaged implements RelayUnderTest {
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        private final Map<String, String> environment = new HashMap<>();
        private final int port;
        private final List<PackagedRelay> processes = new ArrayList<>();
        private PackagedRelay relay;
        private long cutBefore;

        Packaged(Map<String, String> settings) throws IOException {
            port = FreePort.find();
            settings.forEach((name, value) ->
                    environment.put(name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT), value));
            environment.put("SERVER_PORT", String.valueOf(port));
            environment.put("MANAGEMENT_SERVER_PORT", "0");
            startAgain();
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public JsonNode status() {
            return get("/api/status");
        }

        /** {@code /api/twitch/stats}, or a missing node while it does not answer or has none. */
        JsonNode stats() {
            return get("/api/twitch/stats");
        }

        private JsonNode get(String path) {
            try {
                HttpResponse<String> answer = HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                return answer.statusCode() == 204 ? MissingNode.getInstance() : RunningRelay.json(answer);
            } catch (IOException e) {
                return MissingNode.getInstance();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long cut() {
            return cutBefore + RelayUnderTest.super.cut();
        }

        @Override
        public void kill() {
            cutBefore = cut();
            try {
                relay.kill();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void terminate() {
            cutBefore = cut();
            relay.terminate();
        }

        @Override
        public boolean hasEnded() {
            return relay.hasEnded();
        }

        @Override
        public void startAgain() {
            try {
                relay = PackagedRelay.start(environment);
                processes.add(relay);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What each of its processes has printed, from the first to the one of now. */
        List<List<String>> output() {
            return processes.stream()
                    .map(process -> {
                        try {
                            return process.output().lines().toList();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }

        long pid() {
            return relay.pid();
        }

        @Override
        public void close() {
            relay.close();
        }
    }
}
