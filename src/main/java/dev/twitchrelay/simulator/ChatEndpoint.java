package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.UUID;

/**
 * The endpoints of Helix that write into chat: messages and announcements, each with its scope. Loop-confined.
 *
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#send-chat-message">Send Chat Message</a>
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#send-chat-announcement">Send Chat Announcement</a>
 */
final class ChatEndpoint {
    private static final String WRITE_SCOPE = "user:write:chat";
    private static final String ANNOUNCE_SCOPE = "moderator:manage:announcements";
    /** The scopes for both. */
    static final Set<String> SCOPES = Set.of(WRITE_SCOPE, ANNOUNCE_SCOPE);

    private static final Set<String> COLORS = Set.of("blue", "green", "orange", "purple", "primary");
    private static final int LONGEST = 500;

    private final SimulatorOptions options;
    private final Chat chat;

    ChatEndpoint(SimulatorOptions options, Chat chat) {
        this.options = options;
        this.chat = chat;
    }

    void mount(Router router, HelixGate gate) {
        router.route(HttpMethod.POST, "/helix/chat/messages").handler(gate.to(this::message));
        router.route(HttpMethod.POST, "/helix/chat/announcements").handler(gate.to(this::announcement));
    }

    private void message(RoutingContext request, TokenRegistry.Token token) {
        ObjectNode body = body(request);
        String room = text(body, "broadcaster_id");
        String sender = text(body, "sender_id");
        String text = text(body, "message");
        allowed(token, "sender_id", sender, WRITE_SCOPE);
        if (!room.equals(options.broadcaster.id())) {
            throw new Refused(403, "The sender is not permitted to send chat messages to the broadcaster's chat room.");
        }
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new Refused(422, "The message is too large");
        }
        Chat.Drop drop = chat.write(token.user(), text, mayModerate(token));
        ObjectNode answer = SimulatorJson.object();
        ObjectNode row = answer.putArray("data").addObject();
        row.put("message_id", drop == null ? UUID.randomUUID().toString() : "").put("is_sent", drop == null);
        if (drop == null) {
            row.putNull("drop_reason");
        } else {
            row.putObject("drop_reason").put("code", drop.code()).put("message", drop.message());
        }
        Answers.json(request, 200, answer);
    }

    /** Accepts an announcement. A text that is too long is cut and not refused. */
    private void announcement(RoutingContext request, TokenRegistry.Token token) {
        String room = parameter(request, "broadcaster_id");
        String moderator = parameter(request, "moderator_id");
        ObjectNode body = body(request);
        String text = text(body, "message");
        String color = body.path("color").asText("primary");
        allowed(token, "moderator_id", moderator, ANNOUNCE_SCOPE);
        if (!COLORS.contains(color)) {
            throw new Refused(400, "The color \"" + color + "\" is not valid");
        }
        if (!room.equals(options.broadcaster.id()) || !mayModerate(token)) {
            throw new Refused(403, "The user in moderator_id is not one of the broadcaster's moderators.");
        }
        int length = text.codePointCount(0, text.length());
        String shown = length <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST));
        if (!chat.announce(token.user(), shown, color)) {
            throw new Refused(
                    429,
                    "The sender has exceeded the number of announcements they may send to this broadcaster_id within"
                            + " a given window.");
        }
        Answers.empty(request, 204);
    }

    private boolean mayModerate(TokenRegistry.Token token) {
        return token.user().equals(options.broadcaster) || options.tokenUserModerates;
    }

    private static void allowed(TokenRegistry.Token token, String parameter, String id, String scope) {
        if (token.ofApplication() || !token.user().id().equals(id)) {
            throw new Refused(401, "The ID in " + parameter + " must match the user ID in the access token");
        }
        if (!token.scopes().contains(scope)) {
            throw new Refused(401, "Missing scope: " + scope);
        }
    }

    private static ObjectNode body(RoutingContext request) {
        String text = request.body().asString();
        ObjectNode body = text == null ? null : SimulatorJson.objectOrNull(text);
        if (body == null) {
            throw new Refused(400, "The request body is not a JSON object");
        }
        return body;
    }

    private static String text(ObjectNode body, String member) {
        String text = body.path(member).asText("");
        if (!body.path(member).isTextual() || text.isBlank()) {
            throw new Refused(400, "The " + member + " field in the request's body is required");
        }
        return text;
    }

    private static String parameter(RoutingContext request, String name) {
        String value = request.request().getParam(name);
        if (value == null || value.isEmpty()) {
            throw new Refused(400, "Missing required parameter \"" + name + "\"");
        }
        return value;
    }
}
