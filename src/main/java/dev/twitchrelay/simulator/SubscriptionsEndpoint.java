package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The endpoint {@code /helix/eventsub/subscriptions}, which creates, lists and deletes. Loop-confined. */
final class SubscriptionsEndpoint {
    static final String PATH = "/helix/eventsub/subscriptions";

    private static final Set<String> FILTERS = Set.of("status", "type", "user_id", "subscription_id", "conduit_id");

    private final SimulatorOptions options;
    private final ForcedAnswers forced;
    private final SubscriptionRules rules;
    private final SubscriptionRegistry registry;
    private final TwitchClock clock;
    private final FaultSwitches switches;
    private final Observations seen;

    SubscriptionsEndpoint(
            SimulatorOptions options,
            ForcedAnswers forced,
            SubscriptionRules rules,
            SubscriptionRegistry registry,
            TwitchClock clock,
            FaultSwitches switches,
            Observations seen) {
        this.options = options;
        this.forced = forced;
        this.rules = rules;
        this.registry = registry;
        this.clock = clock;
        this.switches = switches;
        this.seen = seen;
    }

    void mount(Router router, HelixGate gate) {
        router.route(HttpMethod.POST, PATH).handler(gate.to(this::create));
        router.route(HttpMethod.GET, PATH).handler(gate.to(this::list));
        router.route(HttpMethod.DELETE, PATH).handler(gate.to(this::delete));
    }

    private void create(RoutingContext request, TokenRegistry.Token token) {
        ObjectNode body =
                SimulatorJson.objectOrNull(String.valueOf(request.body().asString()));
        if (body == null) {
            throw new Refused(400, "the body is not a JSON object");
        }
        SubscriptionType type = rules.type(body);
        forced.checkSubscription(type.type());
        SimulatedSession session = rules.session(body, type, token);
        Map<String, String> condition = rules.condition(body, type);
        rules.authorization(type, condition, token);
        String user = token.user().id();
        int cost = rules.cost(type, condition);
        rules.limits(type, condition, cost, session, user);

        ObjectNode sent = SimulatorJson.object();
        condition.forEach(sent::put);
        SimulatedSubscription subscription = new SimulatedSubscription(
                EventSubMessages.newId(), type, sent, switches.echoEmptyConditions, session, user, clock.now(), cost);
        session.owner = user;
        registry.add(subscription);
        Answers.json(request, 202, page(List.of(subscription), user));
        seen.counted("created");
    }

    private void list(RoutingContext request, TokenRegistry.Token token) {
        long filters = FILTERS.stream()
                .filter(filter -> request.request().getParam(filter) != null)
                .count();
        if (filters > 1) {
            throw new Refused(400, "at most one filter may be used");
        }
        // an application token sees only webhook and conduit subscriptions, which the simulator does not have
        String user = token.ofApplication() ? "" : token.user().id();
        List<SimulatedSubscription> matching = registry.of(user).stream()
                .filter(subscription -> meetsFilter(request, subscription))
                .toList();
        int from = Math.min(offset(request.request().getParam("after")), matching.size());
        int to = Math.min(from + options.pageSize, matching.size());
        ObjectNode answer = page(matching.subList(from, to), user);
        ObjectNode pagination = answer.putObject("pagination");
        if (to < matching.size()) {
            pagination.put("cursor", cursor(to));
        }
        Answers.json(request, 200, answer);
    }

    private static boolean meetsFilter(RoutingContext request, SimulatedSubscription subscription) {
        return meets(request, "status", subscription.status())
                && meets(request, "type", subscription.type.type())
                && meets(request, "subscription_id", subscription.id)
                && meets(request, "conduit_id", "")
                && (request.request().getParam("user_id") == null
                        || subscription.condition.containsValue(
                                request.request().getParam("user_id")));
    }

    private static boolean meets(RoutingContext request, String filter, String actual) {
        String expected = request.request().getParam(filter);
        return expected == null || expected.equals(actual);
    }

    private void delete(RoutingContext request, TokenRegistry.Token token) {
        String id = request.request().getParam("id");
        if (id == null || id.isEmpty()) {
            throw new Refused(400, "The parameter \"id\" is missing");
        }
        SimulatedSubscription subscription = registry.of(HelixGate.holder(token)).stream()
                .filter(own -> own.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new Refused(404, "subscription not found"));
        registry.forget(subscription);
        subscription.session.subscriptions.remove(subscription);
        Answers.empty(request, 204);
        seen.changed();
    }

    private ObjectNode page(List<SimulatedSubscription> subscriptions, String user) {
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        subscriptions.forEach(subscription -> data.add(subscription.inAnswer()));
        return answer.put("total", registry.of(user).size())
                .put("total_cost", registry.totalCost(user))
                .put("max_total_cost", SubscriptionRegistry.MAX_TOTAL_COST);
    }

    static String cursor(int offset) {
        byte[] text = ("{\"from\":" + offset + "}").getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    static int offset(String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Integer.parseInt(text.replaceAll("\\D", ""));
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "the cursor is invalid");
        }
    }
}
