package dev.twitchrelay.sse;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Answers with the latest message of one type as JSON; 204 while there is none. Thread-safe. */
public final class LatestMessageHandler extends ReadOnlyHandler {

    private final SseHub hub;
    private final String type;

    /**
     * @param type one of the hub's types
     * @throws IllegalArgumentException if it is not
     */
    public LatestMessageHandler(SseHub hub, String type) {
        super(hub);
        if (!hub.settings().types().known().contains(type)) {
            throw new IllegalArgumentException("'" + type + "' is not a type of the hub '" + hub.name() + "'");
        }
        this.hub = hub;
        this.type = type;
    }

    @Override
    void read(RoutingContext context) {
        Optional<SseMessage> latest = hub.latest(type);
        if (latest.isPresent()) {
            answerJson(context.response(), latest.get().json());
        } else {
            context.response()
                    .setStatusCode(204)
                    .putHeader("Cache-Control", "no-store")
                    .end();
        }
    }
}
