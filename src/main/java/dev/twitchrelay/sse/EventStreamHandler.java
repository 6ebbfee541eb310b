package dev.twitchrelay.sse;

import dev.twitchrelay.kit.ClientAddress;
import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Opens an event stream for a {@code GET}. {@code Last-Event-ID} or {@code ?lastEventId=} resumes; {@code ?types=} and
 * {@code ?events=} filter. It must run on the event loop of the connection (not on a worker) and before any handler
 * that reads the body, and the server must not compress. Thread-safe.
 */
public final class EventStreamHandler extends ReadOnlyHandler {

    public EventStreamHandler(SseHub hub) {
        super(hub);
    }

    @Override
    void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        StreamFilter filter = StreamFilter.parse(context.queryParam("types"), context.queryParam("events"));
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            putStreamHeaders(response);
            response.end();
            return;
        }
        EventLoop eventLoop = ResponseConnection.eventLoop(request);
        ClientConnection connection =
                ChannelConnection.suits(request) ? new ChannelConnection(request) : new ResponseConnection(request);
        putStreamHeaders(response);
        switch (hub.open(eventLoop, connection, address(request), filter, lastEventId(context))) {
            case ADMITTED -> {}
            case SHUTTING_DOWN -> refuse(response, 503, "the server is shutting down; connect again in a moment", 2);
            case TOO_MANY_CLIENTS ->
                refuse(response, 503, "the server has as many event streams as sse.max-clients allows", 10);
            case TOO_MANY_FROM_ADDRESS ->
                refuse(
                        response,
                        429,
                        "your address has as many event streams as sse.max-clients-per-address allows;"
                                + " close one, or set 0 behind a reverse proxy",
                        10);
        }
    }

    private static void putStreamHeaders(HttpServerResponse response) {
        response.putHeader("Content-Type", "text/event-stream;charset=utf-8")
                .putHeader("Cache-Control", "no-cache, no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no");
    }

    /** Refuses with a random delay, so that refused clients do not all come back in the same second. */
    private static void refuse(HttpServerResponse response, int status, String reason, int delaySeconds) {
        int random = ThreadLocalRandom.current().nextInt(delaySeconds, 2 * delaySeconds + 1);
        response.headers().remove("X-Accel-Buffering");
        response.putHeader("Retry-After", String.valueOf(random));
        refuse(response, status, reason);
    }

    /**
     * The header wins over the parameter, because an EventSource repeats its first address, with its first id, at every
     * reconnect.
     */
    private static String lastEventId(RoutingContext context) {
        String header = context.request().getHeader("Last-Event-ID");
        if (header != null && !header.isEmpty()) {
            return header;
        }
        List<String> parameter = context.queryParam("lastEventId");
        return parameter.isEmpty() || parameter.get(0).isEmpty() ? null : parameter.get(0);
    }

    private static String address(HttpServerRequest request) {
        return ClientAddress.of(VertxInternals.channel(request.connection()).remoteAddress());
    }
}
