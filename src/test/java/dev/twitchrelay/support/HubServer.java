package dev.twitchrelay.support;

import dev.twitchrelay.sse.EventStreamHandler;
import dev.twitchrelay.sse.RecentMessagesHandler;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.support.EventStreamRecorder.Event;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A hub behind an HTTP server of its own. */
public final class HubServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final URI uri;

    private HubServer(SseHub hub) {
        Router router = Router.router(vertx);
        router.route("/stream").handler(new EventStreamHandler(hub));
        router.route("/events").handler(new RecentMessagesHandler(hub));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/stream?types=event");
    }

    public static HubServer start(SseHub hub) {
        return new HubServer(hub);
    }

    /** What a client with this id is told that it missed: the number, or "unknown" in quotes, and the messages. */
    public List<String> missedAfter(String lastEventId) {
        try (EventStreamRecorder stream = EventStreamRecorder.connect(uri, lastEventId)) {
            Event event = stream.awaitEvent(PATIENCE);
            while (!"hello".equals(event.event())) {
                event = stream.awaitEvent(PATIENCE);
            }
            String missed = RunningRelay.json(event.data()).path("missed").toString();
            List<String> found = new ArrayList<>(List.of(missed));
            for (int i = missed.startsWith("\"") ? 0 : Integer.parseInt(missed); i > 0; i--) {
                found.add(stream.awaitMessage(PATIENCE).data());
            }
            stream.assertExhausted();
            return found;
        }
    }

    /** The answer to a question for the latest events. */
    public HttpResponse<String> events() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri.resolve("/events")).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
