package dev.twitchrelay.sse;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers with the newest messages of the history, newest first: {@code [{"id":…,"time":…,"message":{…}}]}. The parameter
 * {@code limit}, 1 to the size of the history, defaults to 50. Thread-safe.
 */
public final class RecentMessagesHandler extends ReadOnlyHandler {

    private static final int USUAL_LIMIT = 50;

    private final SseHub hub;

    public RecentMessagesHandler(SseHub hub) {
        super(hub);
        this.hub = hub;
    }

    @Override
    void read(RoutingContext context) {
        if (hub.awaitsHistory()) {
            context.response().putHeader("Retry-After", "1");
            refuse(context.response(), 503, "what was published before is not known yet; ask again in a moment");
            return;
        }
        String json = hub.recent(limit(context.queryParam("limit"))).stream()
                .map(message -> "{\"id\":\"" + message.id() + "\",\"time\":\"" + message.time() + "\",\"message\":"
                        + message.json() + "}")
                .collect(Collectors.joining(",", "[", "]"));
        answerJson(context.response(), json);
    }

    private int limit(List<String> values) {
        int most = hub.settings().history();
        if (values.isEmpty()) {
            return Math.min(USUAL_LIMIT, most);
        }
        String value = values.get(0);
        int limit = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > most) {
            throw new BadRequestException("parameter 'limit' must be a number from 1 to " + most);
        }
        return limit;
    }
}
