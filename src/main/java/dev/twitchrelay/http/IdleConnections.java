package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Ends connections that have no request in work for too long, whether they say nothing or trickle a request out byte by
 * byte; streams are requests in work. Confined to one event loop.
 */
final class IdleConnections implements Handler<HttpConnection> {
    private final long patienceNanos;
    private final Map<HttpConnection, Watched> watched = new HashMap<>();

    IdleConnections(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    private static final class Watched {
        private int requests;
        private long idleSince = System.nanoTime();
    }

    @Override
    public void handle(HttpConnection connection) {
        watched.put(connection, new Watched());
        connection.closeHandler(closed -> watched.remove(connection));
    }

    /** A request has come in whole, but for its body; until its answer is complete the connection is not idle. */
    void begins(HttpServerRequest request) {
        Watched connection = watched.get(request.connection());
        if (connection != null) {
            connection.requests++;
            request.response().endHandler(ended -> {
                connection.requests--;
                connection.idleSince = System.nanoTime();
            });
        }
    }

    /** Ends those that are idle for too long. */
    void sweep() {
        long now = System.nanoTime();
        for (Map.Entry<HttpConnection, Watched> entry : new ArrayList<>(watched.entrySet())) {
            Watched connection = entry.getValue();
            if (connection.requests == 0 && now - connection.idleSince > patienceNanos) {
                entry.getKey().close();
            }
        }
    }
}
