package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The endpoint {@code /helix/eventsub/subscriptions}, which creates, lists and deletes. A request to create is checked
 * with the statuses and texts of https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription. Loop-confined.
 */
final class SubscriptionsEndpoint {
    static final String PATH = "/helix/eventsub/subscriptions";

    /** The parameters of the list, each with its test of a subscription. */
    private static final Map<String, BiPredicate<SimulatedSubscription, String>> FILTERS = Map.of(
            "status", (subscription, status) -> subscription.status().equals(status),
            "type", (subscription, type) -> subscription.type.type().equals(type),
            "user_id", (subscription, user) -> subscription.condition.containsValue(user),
            "subscription_id", (subscription, id) -> subscription.id.equals(id),
            "conduit_id", (subscription, id) -> false);

    private static final int MAX_TOTAL_COST = 10;
    private static final int MAX_CONNECTIONS = 3;
    private static final int MAX_PER_CONNECTION = 300;
    private static final int MAX_EQUAL = 3;

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final ActiveFaults faults;
    private final EventSubServer server;
    private final SubscriptionRegistry registry;
    private final TokenRegistry tokens;
    private final Observations seen;

    SubscriptionsEndpoint(
            SimulatorOptions options,
            SimulatorLoop loop,
            ActiveFaults faults,
            EventSubServer server,
            SubscriptionRegistry registry,
            TokenRegistry tokens,
            Observations seen) {
        this.options = options;
        this.loop = loop;
        this.faults = faults;
        this.server = server;
        this.registry = registry;
        this.tokens = tokens;
        this.seen = seen;
    }

    void mount(Router router) {
        router.post(PATH).handler(HelixGate.to(this::create));
        router.get(PATH).handler(HelixGate.to(this::list));
        router.delete(PATH).handler(HelixGate.to(this::delete));
    }

    private ObjectNode create(RoutingContext request, TokenRegistry.Token token) {
        SimulatedSubscription subscription = accepted(HelixGate.body(request), token);
        subscription.session.owner = token.holder();
        registry.add(subscription);
        seen.count("created");
        request.response().setStatusCode(202);
        return answer(List.of(subscription), token);
    }

    /** An application token has an empty list, because the simulator has no webhooks and conduits. */
    private ObjectNode list(RoutingContext request, TokenRegistry.Token token) {
        List<String> filters = FILTERS.keySet().stream()
                .filter(request.request().params()::contains)
                .toList();
        if (filters.size() > 1) {
            throw new HttpException(400, "at most one filter may be used");
        }
        List<SimulatedSubscription> matching = registry.of(token.holder()).stream()
                .filter(subscription -> filters.stream().allMatch(name -> FILTERS.get(name)
                        .test(subscription, request.request().getParam(name))))
                .toList();
        ResultPage page = ResultPage.of(request, options.pageSize, matching.size());
        return answer(matching.subList(page.from(), page.to()), token).set("pagination", page.pagination());
    }

    private ObjectNode delete(RoutingContext request, TokenRegistry.Token token) {
        String id = HelixGate.required(request, "id");
        SimulatedSubscription subscription = registry.of(token.holder()).stream()
                .filter(own -> own.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new HttpException(404, "subscription not found"));
        registry.forget(subscription);
        seen.changed();
        request.response().setStatusCode(204);
        return null;
    }

    private ObjectNode answer(List<SimulatedSubscription> subscriptions, TokenRegistry.Token token) {
        return SimulatorJson.answer(subscriptions.stream()
                        .map(SimulatedSubscription::inAnswer)
                        .toList())
                .put("total", registry.of(token.holder()).size())
                .put("total_cost", registry.totalCost(token.holder()))
                .put("max_total_cost", MAX_TOTAL_COST);
    }

    /** The subscription that the body asks for. It is not registered yet. */
    private SimulatedSubscription accepted(ObjectNode body, TokenRegistry.Token token) {
        SubscriptionType type = type(body);
        faults.checkSubscription(type.type());
        SimulatedSession session = session(body, type, token);
        Map<String, String> condition = condition(body.path("condition"), type);
        checkAuthorization(type, condition, token);
        // a subscription also costs nothing when a user in the condition has authorized the application
        boolean free = type.needsAuthorization() || condition.values().stream().anyMatch(tokens::authorized);
        SimulatedSubscription subscription = new SimulatedSubscription(
                type, condition, faults.echoEmptyConditions, session, token.holder(), free ? 0 : 1, loop.now());
        checkLimits(subscription);
        return subscription;
    }

    private static SubscriptionType type(ObjectNode body) {
        SubscriptionType type = SubscriptionType.find(text(body, "type"), text(body, "version"));
        if (type == null) {
            throw new HttpException(400, "invalid subscription type and version");
        }
        if (type.retired()) {
            throw new HttpException(410, "This subscription type is not available.");
        }
        return type;
    }

    private SimulatedSession session(ObjectNode body, SubscriptionType type, TokenRegistry.Token token) {
        JsonNode transport = body.path("transport");
        if (!"websocket".equals(transport.path("method").asText()) || token.ofApplication() || type.webhookOnly()) {
            throw new HttpException(400, "invalid transport and auth combination");
        }
        SimulatedSession session = server.session(transport.path("session_id").asText());
        if (session == null) {
            throw new HttpException(400, "websocket transport session does not exist or has already disconnected");
        }
        if (session.owner != null && !session.owner.equals(token.holder())) {
            throw new HttpException(400, "websocket transport cannot have subscriptions created by different users");
        }
        return session;
    }

    private static Map<String, String> condition(JsonNode condition, SubscriptionType type) {
        if (!condition.isObject()) {
            throw new HttpException(400, "missing condition");
        }
        Map<String, String> given = new TreeMap<>();
        condition.fields().forEachRemaining(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new HttpException(400, "condition values must be strings");
            }
            String key = entry.getKey();
            boolean known = type.condition().contains(key) || type.optional().contains(key);
            if (known && !entry.getValue().asText().isEmpty()) {
                given.put(key, entry.getValue().asText());
            }
        });
        for (String key : type.condition()) {
            if (!given.containsKey(key)) {
                throw new HttpException(400, "missing condition " + key);
            }
        }
        long alternatives = type.optional().stream().filter(given::containsKey).count();
        if (type.exactlyOneOf() && alternatives != 1) {
            throw new HttpException(400, "exactly one of " + type.optional() + " is needed");
        }
        given.forEach((key, value) -> {
            if (key.endsWith("user_id") && !value.matches("\\d{1,20}")) {
                throw new HttpException(400, "the user in " + key + " does not exist");
            }
        });
        return given;
    }

    /** The token must have the scope, and its user must be the user in the condition. */
    private void checkAuthorization(SubscriptionType type, Map<String, String> condition, TokenRegistry.Token token) {
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
            throw new HttpException(403, "subscription missing proper authorization");
        }
    }

    private boolean moderates(String user, String broadcaster) {
        boolean ours = options.broadcaster.id().equals(broadcaster);
        return user.equals(broadcaster) || (ours && options.tokenUserModerates);
    }

    private void checkLimits(SimulatedSubscription wanted) {
        List<SimulatedSubscription> enabled = registry.enabledOf(wanted.holder);
        List<SimulatedSubscription> equal = enabled.stream()
                .filter(subscription -> subscription.sameAs(wanted.type, wanted.condition))
                .toList();
        equal.stream()
                .filter(subscription -> subscription.session == wanted.session)
                .findFirst()
                .ifPresent(existing -> {
                    throw Answers.alreadyExists(existing.id);
                });
        if (equal.size() >= MAX_EQUAL) {
            throw new HttpException(429, "maximum subscriptions with type and condition exceeded");
        }
        int ofSession = registry.enabledOf(wanted.session).size();
        // a dead connection counts until Twitch has noticed
        long connections = enabled.stream()
                .map(subscription -> subscription.session)
                .distinct()
                .count();
        if (ofSession == 0 && connections >= MAX_CONNECTIONS) {
            throw new HttpException(429, "number of websocket transports limit exceeded");
        }
        if (ofSession >= MAX_PER_CONNECTION) {
            throw new HttpException(429, "maximum subscriptions for the websocket session exceeded");
        }
        if (registry.totalCost(wanted.holder) + wanted.cost > MAX_TOTAL_COST) {
            throw new HttpException(429, "maximum total cost exceeded");
        }
    }

    private static String text(ObjectNode body, String member) {
        if (!body.path(member).isTextual()) {
            throw new HttpException(400, "missing or invalid " + member);
        }
        return body.path(member).asText();
    }
}
