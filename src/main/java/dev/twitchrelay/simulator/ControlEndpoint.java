package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The endpoint {@code /control}, with which a person uses the simulator through curl. Its verbs are those of
 * twitch-cli. Loop-confined.
 */
final class ControlEndpoint {
    static final String PATH = "/control";
    private static final String ANSWER = "answer";

    private final TwitchSimulator simulator;
    private final ChannelState state;
    /** The addresses of the verbs with their parameters. */
    private final Map<String, String> verbs = new LinkedHashMap<>();

    ControlEndpoint(TwitchSimulator simulator, ChannelState state) {
        this.simulator = simulator;
        this.state = state;
    }

    void mount(Router router) {
        Faults faults = simulator.faults();
        SignIn signIn = simulator.signIn();
        verb(router, "/trigger/:type [JSON event as body]", this::trigger);
        verb(router, "/reconnect", request -> faults.reconnect());
        verb(router, "/close ?code=1000|4000…4007", request -> faults.close(number(request, "code")));
        verb(router, "/drop", request -> faults.drop());
        verb(router, "/keepalive ?enabled=true|false", request -> faults.keepalives(flag(request, "enabled")));
        verb(router, "/half-open", request -> faults.halfOpen());
        verb(
                router,
                "/revoke ?type=channel.follow&status=authorization_revoked",
                request -> faults.revoke(knownType(text(request, "type")), text(request, "status")));
        verb(router, "/helix ?viewers=&followers=&subs=", this::helix);
        verb(
                router,
                "/fail ?path=/helix/subscriptions&status=401&message=why&times=1",
                request -> faults.fail(
                        text(request, "path"),
                        number(request, "status"),
                        request.request().getParam("message", ""),
                        number(request, "times")));
        verb(
                router,
                "/hang ?path=/oauth2/validate&times=1",
                request -> faults.hang(text(request, "path"), number(request, "times")));
        verb(router, "/forgive", request -> faults.forgiveRequests());
        verb(router, "/chat/drop ?code=msg_rejected&message=why", request -> simulator
                .chat()
                .dropNext(text(request, "code"), text(request, "message")));
        verb(router, "/oauth/approve", request -> signIn.approve());
        verb(router, "/oauth/deny", request -> signIn.deny());
        verb(router, "/oauth/expire-codes", request -> signIn.expireDeviceCodes());
        verb(router, "/oauth/expire-tokens", request -> signIn.expireAccessTokens());
        verb(router, "/oauth/disconnect", request -> signIn.disconnect());
        router.get(PATH).handler(this::show);
        router.get("/activate").handler(ControlEndpoint::activationPage);
        router.route(PATH + "/*").last().handler(request -> {
            throw new HttpException(404, "there is no such verb; GET /control lists the verbs");
        });
        router.route(PATH + "/*").failureHandler(Answers::helixError);
    }

    /** @param usage the path under {@code /control}, and after a space its parameters */
    private void verb(Router router, String usage, Consumer<RoutingContext> action) {
        String[] parts = (usage + " ").split(" ", 2);
        verbs.put("POST " + PATH + parts[0].replace(":type", "{type}"), parts[1].trim());
        router.post(PATH + parts[0]).handler(Answers.of(request -> {
            ObjectNode answer = SimulatorJson.object();
            request.put(ANSWER, answer);
            try {
                action.accept(request);
            } catch (IllegalArgumentException e) {
                throw new HttpException(400, e.getMessage());
            }
            return answer.put("done", true);
        }));
    }

    private void trigger(RoutingContext request) {
        String type = knownType(request.pathParam("type"));
        String body = request.body().asString();
        String id = body == null || body.isBlank() ? performAction(type) : simulator.notifyJson(type, body);
        request.<ObjectNode>get(ANSWER).put("message_id", id);
    }

    /**
     * Plays the action of a type, for a request without a body. Helix counts the event, too, and a gift comes with its
     * subscriptions.
     */
    private String performAction(String type) {
        Channel channel = simulator.channel();
        return switch (type) {
            case "channel.follow" -> channel.follow();
            case "channel.subscribe" -> channel.subscribe();
            case "channel.subscription.gift" ->
                channel.giftBomb(channel.anyone(), 5, "1000").get(0);
            case "stream.online" -> {
                channel.goOnline();
                yield null;
            }
            case "stream.offline" -> {
                channel.goOffline();
                yield null;
            }
            default -> simulator.notify(type);
        };
    }

    private void helix(RoutingContext request) {
        Channel channel = simulator.channel();
        Map<String, IntConsumer> setters =
                Map.of("viewers", channel::viewers, "followers", channel::followers, "subs", channel::subs);
        if (setters.keySet().stream().noneMatch(request.request().params()::contains)) {
            throw new IllegalArgumentException("at least one of the parameters viewers, followers, subs is needed");
        }
        setters.forEach((name, setter) -> {
            if (!request.request().getParam(name, "").isEmpty()) {
                setter.accept(number(request, name));
            }
        });
    }

    private void show(RoutingContext request) {
        Observations seen = simulator.seen();
        ObjectNode answer = SimulatorJson.object();
        answer.put("connections", seen.connectionsNow())
                .put("connectionsEver", seen.connectionsEver())
                .put("welcomes", seen.welcomes())
                .put("notifications", seen.notifications())
                .putPOJO("subscriptions", seen.subscriptions());
        answer.putObject("helix")
                .put("live", state.live)
                .put("viewers", state.viewers)
                .put("followers", state.followers)
                .put("subs", state.subscribers);
        answer.putPOJO("requests", seen.requests());
        ArrayNode chat = answer.putArray("chat");
        simulator.chat().lines().forEach(line -> chat.addObject()
                .put("by", line.by().name())
                .put("text", line.text())
                .put("announcement", line.color())
                .put("dropped", line.dropped()));
        answer.putPOJO("closeCodesFromClients", seen.closeCodesFromClients())
                .put("devicesWaiting", simulator.signIn().waitingDevices())
                .putPOJO("verbs", verbs);
        request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(answer.toPrettyString() + "\n");
    }

    /** The page at {@code verification_uri} of the device code flow. */
    private static void activationPage(RoutingContext request) {
        request.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end("<!doctype html><title>Simulated Twitch</title><p>An application asks for access."
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
        String value = request.request().getParam(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the parameter " + name + " is missing");
        }
        return value;
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
}
