package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Checks a request to create a subscription, with the statuses and texts of
 * https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription. A method refuses a request by throwing
 * {@link Refused}. Loop-confined.
 */
final class SubscriptionRules {
    private final SimulatorOptions options;
    private final EventSubServer server;
    private final SubscriptionRegistry registry;
    private final TokenRegistry tokens;

    SubscriptionRules(
            SimulatorOptions options, EventSubServer server, SubscriptionRegistry registry, TokenRegistry tokens) {
        this.options = options;
        this.server = server;
        this.registry = registry;
        this.tokens = tokens;
    }

    SubscriptionType type(ObjectNode body) {
        String name = text(body, "type");
        String version = text(body, "version");
        SubscriptionType type = SubscriptionType.find(name, version);
        if (type == null) {
            throw new Refused(400, "invalid subscription type and version");
        }
        if (type.retired()) {
            throw new Refused(410, "This subscription type is not available.");
        }
        return type;
    }

    SimulatedSession session(ObjectNode body, SubscriptionType type, TokenRegistry.Token token) {
        JsonNode transport = body.path("transport");
        if (!"websocket".equals(transport.path("method").asText()) || token.ofApplication() || !type.websocket()) {
            throw new Refused(400, "invalid transport and auth combination");
        }
        SimulatedSession session = server.session(transport.path("session_id").asText());
        if (session == null) {
            throw new Refused(400, "websocket transport session does not exist or has already disconnected");
        }
        if (session.owner != null && !session.owner.equals(token.user().id())) {
            throw new Refused(400, "websocket transport cannot have subscriptions created by different users");
        }
        return session;
    }

    Map<String, String> condition(ObjectNode body, SubscriptionType type) {
        JsonNode condition = body.path("condition");
        if (!condition.isObject()) {
            throw new Refused(400, "missing condition");
        }
        for (JsonNode value : condition) {
            if (!value.isTextual()) {
                throw new Refused(400, "condition values must be strings");
            }
        }
        Map<String, String> given = known(condition, type);
        for (String key : type.condition()) {
            if (!given.containsKey(key)) {
                throw new Refused(400, "missing condition " + key);
            }
        }
        long alternatives = type.optional().stream().filter(given::containsKey).count();
        if (type.exactlyOneOf() && alternatives != 1) {
            throw new Refused(400, "exactly one of " + type.optional() + " is needed");
        }
        given.forEach((key, value) -> {
            if (key.endsWith("user_id") && !value.matches("\\d{1,20}")) {
                throw new Refused(400, "the user in " + key + " does not exist");
            }
        });
        return given;
    }

    private static Map<String, String> known(JsonNode condition, SubscriptionType type) {
        Map<String, String> given = SimulatedSubscription.withoutEmpty(condition);
        given.keySet()
                .removeIf(key ->
                        !type.condition().contains(key) && !type.optional().contains(key));
        return given;
    }

    /** The token must have the scope, and its user must be the user in the condition. */
    void authorization(SubscriptionType type, Map<String, String> condition, TokenRegistry.Token token) {
        String user = token.user().id();
        String broadcaster = condition.get("broadcaster_user_id");
        boolean allowed = type.allowedBy(token.scopes());
        if (condition.containsKey("moderator_user_id")) {
            allowed &= user.equals(condition.get("moderator_user_id")) && moderates(user, broadcaster);
        } else if (condition.containsKey("user_id")) {
            allowed &= !type.needsAuthorization() || user.equals(condition.get("user_id"));
        } else if (type.needsAuthorization()) {
            allowed &= user.equals(broadcaster);
        }
        if (!allowed) {
            throw new Refused(403, "subscription missing proper authorization");
        }
    }

    private boolean moderates(String user, String broadcaster) {
        boolean ours = options.broadcaster.id().equals(broadcaster);
        return user.equals(broadcaster) || (ours && options.tokenUserModerates);
    }

    /**
     * The cost of a subscription: 0 if the type needs authorization or the user in the condition has authorized the
     * application, otherwise 1.
     */
    int cost(SubscriptionType type, Map<String, String> condition) {
        boolean free = type.needsAuthorization() || condition.values().stream().anyMatch(tokens::authorized);
        return free ? 0 : 1;
    }

    void limits(SubscriptionType type, Map<String, String> condition, int cost, SimulatedSession session, String user) {
        List<SimulatedSubscription> equal = registry.enabledOf(user).stream()
                .filter(subscription -> subscription.sameAs(type, condition))
                .toList();
        if (equal.stream().anyMatch(subscription -> subscription.session == session)) {
            throw new Refused(409, "subscription already exists");
        }
        if (equal.size() >= SubscriptionRegistry.MAX_EQUAL) {
            throw new Refused(429, "maximum subscriptions with type and condition exceeded");
        }
        boolean first = session.enabled().isEmpty();
        if (first && registry.connections(user) >= SubscriptionRegistry.MAX_CONNECTIONS) {
            throw new Refused(429, "number of websocket transports limit exceeded");
        }
        if (session.enabled().size() >= SubscriptionRegistry.MAX_PER_CONNECTION) {
            throw new Refused(429, "maximum subscriptions for the websocket session exceeded");
        }
        if (registry.totalCost(user) + cost > SubscriptionRegistry.MAX_TOTAL_COST) {
            throw new Refused(429, "maximum total cost exceeded");
        }
    }

    private static String text(ObjectNode body, String member) {
        if (!body.path(member).isTextual()) {
            throw new Refused(400, "missing or invalid " + member);
        }
        return body.path(member).asText();
    }
}
