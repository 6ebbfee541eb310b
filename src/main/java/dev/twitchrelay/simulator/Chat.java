package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The channel's chat room for applications that write: the endpoints for messages and announcements, each with its
 * scope, the rate limits, and the latest messages. Public methods are thread-safe; the others are for the loop.
 *
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#send-chat-message">Send Chat Message</a>
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#send-chat-announcement">Send Chat Announcement</a>
 * @see <a href="https://dev.twitch.tv/docs/chat/#rate-limits">Rate limits of chat</a>
 */
public final class Chat {
    private static final String WRITE_SCOPE = "user:write:chat";
    private static final String ANNOUNCE_SCOPE = "moderator:manage:announcements";
    /** The scopes for both endpoints. */
    static final Set<String> SCOPES = Set.of(WRITE_SCOPE, ANNOUNCE_SCOPE);

    private static final Set<String> COLORS = Set.of("blue", "green", "orange", "purple", "primary");
    private static final int LONGEST = 500;
    private static final int LINES_KEPT = 200;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final int MOST_IN_WINDOW = 20;
    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(2);

    /**
     * A message that Twitch accepted.
     *
     * @param by the writer
     * @param color the color of an announcement; null for a plain message
     * @param dropped the reason why it was not shown, a code such as {@code msg_duplicate}; null when it was shown
     */
    public record Line(Person by, String text, String color, String dropped) {}

    /** The reason why a message is not shown. */
    private record Drop(String code, String message) {}

    /** A message that was shown. The messages of the window decide about the writer's next message. */
    private record Written(String text, Instant at) {}

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final Observations seen;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Drop> nextDrops = new ArrayDeque<>();
    private final Map<String, Deque<Written>> written = new HashMap<>();
    private Instant announced = Instant.MIN;

    Chat(SimulatorOptions options, SimulatorLoop loop, Observations seen) {
        this.options = options;
        this.loop = loop;
        this.seen = seen;
    }

    /** The latest messages, including dropped messages, oldest first; at most 200. */
    public List<Line> lines() {
        return loop.call(() -> List.copyOf(lines));
    }

    /** Makes the next message accepted but not shown, as AutoMod or the room's mode do. */
    public void dropNext(String code, String message) {
        loop.run(() -> nextDrops.add(new Drop(code, message)));
    }

    void mount(Router router) {
        router.post("/helix/chat/messages").handler(HelixGate.to(this::message));
        router.post("/helix/chat/announcements").handler(HelixGate.to(this::announcement));
    }

    private ObjectNode message(RoutingContext request, TokenRegistry.Token token) {
        ObjectNode body = HelixGate.body(request);
        String room = text(body, "broadcaster_id");
        String sender = text(body, "sender_id");
        String text = text(body, "message");
        token.checkUser("sender_id", sender);
        token.checkScope(WRITE_SCOPE);
        if (!room.equals(options.broadcaster.id())) {
            throw new HttpException(
                    403, "The sender is not permitted to send chat messages to the broadcaster's chat room.");
        }
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new HttpException(422, "The message is too large");
        }
        Drop drop = reasonToDrop(token.user(), text);
        add(new Line(token.user(), text, null, drop == null ? null : drop.code));
        ObjectNode row = SimulatorJson.object()
                .put("message_id", drop == null ? UUID.randomUUID().toString() : "")
                .put("is_sent", drop == null);
        if (drop == null) {
            row.putNull("drop_reason");
        } else {
            row.putObject("drop_reason").put("code", drop.code).put("message", drop.message);
        }
        return SimulatorJson.answer(List.of(row));
    }

    /** The reason why a message is not shown, or null. */
    private Drop reasonToDrop(Person by, String text) {
        if (!nextDrops.isEmpty()) {
            return nextDrops.poll();
        }
        Instant now = loop.now();
        Deque<Written> recent = written.computeIfAbsent(by.id(), id -> new ArrayDeque<>());
        recent.removeIf(message -> !message.at.plus(WINDOW).isAfter(now));
        if (recent.size() >= MOST_IN_WINDOW) {
            return new Drop("msg_ratelimit", "Your message was not sent because you are sending messages too quickly.");
        }
        if (!recent.isEmpty() && recent.getLast().text.equals(text) && !mayModerate(by)) {
            return new Drop("msg_duplicate", "Your message is identical to the previous one you sent.");
        }
        recent.add(new Written(text, now));
        return null;
    }

    /** Accepts an announcement. A text that is too long is cut and not refused. */
    private ObjectNode announcement(RoutingContext request, TokenRegistry.Token token) {
        String room = HelixGate.required(request, "broadcaster_id");
        String moderator = HelixGate.required(request, "moderator_id");
        ObjectNode body = HelixGate.body(request);
        String text = text(body, "message");
        String color = body.path("color").asText("primary");
        token.checkUser("moderator_id", moderator);
        token.checkScope(ANNOUNCE_SCOPE);
        if (!COLORS.contains(color)) {
            throw new HttpException(400, "The color \"" + color + "\" is not valid");
        }
        if (!room.equals(options.broadcaster.id()) || !mayModerate(token.user())) {
            throw new HttpException(403, "The user in moderator_id is not one of the broadcaster's moderators.");
        }
        Instant now = loop.now();
        if (announced.isAfter(now.minus(BETWEEN_ANNOUNCEMENTS))) {
            throw new HttpException(
                    429,
                    "The sender has exceeded the number of announcements they may send to this broadcaster_id within"
                            + " a given window.");
        }
        announced = now;
        int length = text.codePointCount(0, text.length());
        String shown = length <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST));
        add(new Line(token.user(), shown, color, null));
        request.response().setStatusCode(204);
        return null;
    }

    private void add(Line line) {
        lines.add(line);
        if (lines.size() > LINES_KEPT) {
            lines.remove(0);
        }
        seen.changed();
    }

    /** The broadcaster and moderators may announce, and may repeat a message. */
    private boolean mayModerate(Person user) {
        return user.equals(options.broadcaster) || options.tokenUserModerates;
    }

    private static String text(ObjectNode body, String member) {
        String text = body.path(member).asText("");
        if (!body.path(member).isTextual() || text.isBlank()) {
            throw new HttpException(400, "The " + member + " field in the request's body is required");
        }
        return text;
    }
}
