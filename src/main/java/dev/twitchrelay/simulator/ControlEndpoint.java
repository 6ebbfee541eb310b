package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The endpoint {@code /control}, with which a person uses the simulator through curl. Its verbs are those of
 * twitch-cli. Loop-confined.
 */
final class ControlEndpoint {
    static final String PATH = "/control";

    private final TwitchSimulator simulator;
    private final ChannelState state;
    private final Map<String, String> verbs = new LinkedHashMap<>();

    ControlEndpoint(TwitchSimulator simulator, ChannelState state) {
        this.simulator = simulator;
        this.state = state;
    }

    void mount(Router router) {
        Faults faults = simulator.faults();
        verb(router, "/trigger/:type", "[JSON event as body]", this::trigger);
        verb(router, "/reconnect", "", request -> faults.reconnect());
        verb(router, "/close", "?code=1000|4000…4007", request -> faults.close(number(request, "code")));
        verb(router, "/drop", "", request -> faults.drop());
        verb(router, "/keepalive", "?enabled=true|false", request -> faults.keepalives(flag(request, "enabled")));
        verb(router, "/half-open", "", request -> faults.halfOpen());
        verb(
                router,
                "/revoke",
                "?type=channel.follow&status=authorization_revoked",
                request -> faults.revoke(knownType(text(request, "type")), text(request, "status")));
        verb(router, "/helix", "?viewers=&followers=&subs=", this::helix);
        verb(
                router,
                "/fail",
                "?path=/helix/subscriptions&status=401&message=why&times=1",
                request -> faults.fail(
                        text(request, "path"),
                        number(request, "status"),
                        optional(request, "message"),
                        number(request, "times")));
        verb(
                router,
                "/fail/:type",
                "?status=403&message=why&times=1",
                request -> faults.failSubscriptions(
                        knownType(request.pathParam("type")),
                        number(request, "status"),
                        optional(request, "message"),
                        number(request, "times")));
        verb(
                router,
                "/answer",
                "?path=/helix/streams&times=1 [body, JSON or not]",
                request -> faults.answer(text(request, "path"), body(request), number(request, "times")));
        verb(
                router,
                "/answer-damaged",
                "?path=/helix/streams&times=1",
                request -> faults.answerDamaged(text(request, "path"), number(request, "times")));
        verb(
                router,
                "/hang",
                "?path=/oauth2/validate&times=1",
                request -> faults.hang(text(request, "path"), number(request, "times")));
        verb(router, "/forgive", "", request -> faults.forgiveRequests());
        verb(router, "/send", "[text of a WebSocket message, JSON or not]", request -> faults.sendText(body(request)));
        verb(router, "/chat/drop", "?code=msg_rejected&message=why", request -> simulator
                .chat()
                .dropNext(text(request, "code"), text(request, "message")));
        verb(router, "/oauth/approve", "", request -> simulator.signIn().approve());
        verb(router, "/oauth/deny", "", request -> simulator.signIn().deny());
        verb(router, "/oauth/expire-codes", "", request -> simulator.signIn().expireDeviceCodes());
        verb(router, "/oauth/expire-tokens", "", request -> simulator.signIn().expireAccessTokens());
        verb(router, "/oauth/disconnect", "", request -> simulator.signIn().disconnect());
        router.get(PATH).handler(this::show);
        router.get("/activate").handler(ControlEndpoint::activationPage);
        router.route(PATH + "/*")
                .handler(request -> error(request, 404, "there is no such verb; GET /control lists the verbs"));
    }

    private void verb(Router router, String path, String parameters, Verb verb) {
        verbs.put("POST " + PATH + path.replace(":type", "{type}"), parameters);
        router.post(PATH + path).handler(request -> {
            try {
                ObjectNode answer = SimulatorJson.object();
                request.put("answer", answer);
                verb.accept(request);
                Answers.json(request, 200, answer.put("done", true));
            } catch (IllegalArgumentException e) {
                error(request, 400, e.getMessage());
            }
        });
    }

    private void trigger(RoutingContext request) {
        String type = knownType(request.pathParam("type"));
        String body = request.body().asString();
        String id = body == null || body.isBlank() ? performAction(type) : simulator.notifyJson(type, body);
        ObjectNode answer = request.get("answer");
        answer.put("message_id", id);
    }

    /**
     * Plays the action of a type, for a request without a body. Helix counts the event, too, and a gift comes with its
     * subscriptions.
     */
    private String performAction(String type) {
        Channel channel = simulator.channel();
        switch (type) {
            case "channel.follow":
                return channel.follow();
            case "channel.subscribe":
                return channel.subscribe();
            case "channel.subscription.gift":
                return channel.giftBomb(simulator.events().anyone(), 5, "1000").get(0);
            case "stream.online":
                channel.goOnline();
                return null;
            case "stream.offline":
                channel.goOffline();
                return null;
            default:
                return simulator.notify(type);
        }
    }

    private void helix(RoutingContext request) {
        Channel channel = simulator.channel();
        int changed = set(request, "viewers", channel::viewers)
                + set(request, "followers", channel::followers)
                + set(request, "subs", channel::subs);
        if (changed == 0) {
            throw new IllegalArgumentException("at least one of the parameters viewers, followers, subs is needed");
        }
    }

    private static int set(RoutingContext request, String name, IntConsumer target) {
        String value = request.request().getParam(name);
        if (value == null || value.isEmpty()) {
            return 0;
        }
        target.accept(number(request, name));
        return 1;
    }

    private void show(RoutingContext request) {
        Observations seen = simulator.seen();
        ObjectNode answer = SimulatorJson.object();
        answer.put("connections", seen.connectionsNow())
                .put("connectionsEver", seen.connectionsEver())
                .put("welcomes", seen.welcomes())
                .put("notifications", seen.notifications());
        ObjectNode subscriptions = answer.putObject("subscriptions");
        seen.subscriptions().forEach(subscriptions::put);
        answer.putObject("helix")
                .put("live", state.live)
                .put("viewers", state.viewers)
                .put("followers", state.followers)
                .put("subs", state.subscribers);
        ObjectNode requests = answer.putObject("requests");
        seen.requests().forEach(requests::put);
        ArrayNode chat = answer.putArray("chat");
        simulator.chat().lines().forEach(line -> chat.addObject()
                .put("by", line.by().name())
                .put("text", line.text())
                .put("announcement", line.color())
                .put("dropped", line.dropped()));
        ArrayNode codes = answer.putArray("closeCodesFromClients");
        seen.closeCodesFromClients().forEach(codes::add);
        answer.put("devicesWaiting", simulator.signIn().waitingDevices());
        ObjectNode list = answer.putObject("verbs");
        verbs.forEach(list::put);
        request.response().putHeader("Content-Type", "application/json; charset=utf-8");
        request.response().end(answer.toPrettyString() + "\n");
    }

    /** The page at {@code verification_uri} of the device code flow. */
    private static void activationPage(RoutingContext request) {
        Answers.html(
                request,
                "<!doctype html><title>Simulated Twitch</title><p>An application asks for access."
                        + "<form method=post action=/control/oauth/approve><button>Approve</button></form>"
                        + "<form method=post action=/control/oauth/deny><button>Deny</button></form>");
    }

    private static String knownType(String type) {
        if (!SubscriptionType.known(type)) {
            throw new IllegalArgumentException("Twitch has no subscription type " + type);
        }
        return type;
    }

    private static String text(RoutingContext request, String name) {
        String value = request.request().getParam(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the parameter " + name + " is missing");
        }
        return value;
    }

    private static String optional(RoutingContext request, String name) {
        String value = request.request().getParam(name);
        return value == null ? "" : value;
    }

    private static String body(RoutingContext request) {
        String body = request.body().asString();
        return body == null ? "" : body;
    }

    private static int number(RoutingContext request, String name) {
        String value = text(request, name);
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " must be a number of at most nine digits");
        }
        return Integer.parseInt(value);
    }

    private static boolean flag(RoutingContext request, String name) {
        String value = text(request, name);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false");
        }
        return Boolean.parseBoolean(value);
    }

    private static void error(RoutingContext request, int status, String message) {
        Answers.json(request, status, Answers.errorWithReason(status, message));
    }

    private interface Verb {
        void accept(RoutingContext request);
    }
}
