package dev.twitchrelay.http;

import dev.twitchrelay.outbox.Outbox;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses for the messages that wait for sinks, and for dead letters, all with the admin token. The outbox
 * reads and writes files, so worker threads answer. Thread-safe.
 */
public final class OutboxPages {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPages.class);

    private final Outbox outbox;
    private final AdminGuard guard;

    public OutboxPages(Outbox outbox, AdminGuard guard) {
        this.outbox = outbox;
        this.guard = guard;
    }

    /** Adds GET of the outbox, POST to {@code SINK/retry}, and DELETE of {@code SINK/dead} and {@code SINK/waiting}. */
    public void on(Router router) {
        router.route("/api/outbox").handler(guard);
        router.route("/api/outbox/*").handler(guard);
        router.get("/api/outbox").blockingHandler(context -> JsonAnswer.send(context, 200, outbox.contents()), false);
        router.post("/api/outbox/:sink/retry")
                .blockingHandler(context -> answer(context, "retried", outbox::retry), false);
        router.delete("/api/outbox/:sink/dead")
                .blockingHandler(context -> answer(context, "dropped", sink -> outbox.drop(sink, false)), false);
        router.delete("/api/outbox/:sink/waiting")
                .blockingHandler(context -> answer(context, "dropped", sink -> outbox.drop(sink, true)), false);
    }

    private static void answer(RoutingContext context, String done, Action action) {
        String sink = context.pathParam("sink");
        try {
            Optional<Integer> count = action.on(sink);
            if (count.isPresent()) {
                LOG.info("outbox of the sink {}: {} messages {}", sink, count.get(), done);
                JsonAnswer.send(context, 200, Map.of(done, count.get()));
            } else {
                JsonAnswer.refuse(context, 404, "there is no such sink; GET /api/outbox lists the sinks");
            }
        } catch (IOException e) {
            JsonAnswer.refuse(context, 500, "the outbox cannot be changed: make its folder writable for the relay");
        }
    }

    private interface Action {
        Optional<Integer> on(String sink) throws IOException;
    }
}
