package dev.twitchrelay.sse;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Answers with the latest totals as JSON; 204 while there are none. Thread-safe. */
public final class TotalsHandler extends ReadOnlyHandler {

    public TotalsHandler(SseHub hub) {
        super(hub);
    }

    @Override
    void read(RoutingContext context) {
        Optional<SseMessage> totals = hub.totals();
        if (totals.isPresent()) {
            answerJson(context.response(), totals.get().json());
        } else {
            context.response()
                    .setStatusCode(204)
                    .putHeader("Cache-Control", "no-store")
                    .end();
        }
    }
}
