package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * A simulated Twitch on a loopback port: EventSub over WebSocket, the subscriptions endpoint, the statistics of Helix,
 * writing into chat, and OAuth. It follows dev.twitch.tv and observed behaviour of production. It starts without
 * faults; {@link #faults()} has the switches for faults.
 *
 * <p>Thread-safe: methods may be called from any thread and return after their effect. Closing it ends all connections.
 */
public final class TwitchSimulator implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final SimulatorLoop loop = new SimulatorLoop();
    private final SimulatorOptions options;
    private final Times times;
    private final TwitchClock clock = new TwitchClock();
    private final FaultSwitches switches = new FaultSwitches();
    private final SubscriptionRegistry registry;
    private final EventSubMessages messages = new EventSubMessages(clock, switches);
    private final Deliveries deliveries;
    private final Welcomes welcomes;
    private final ChannelState state = new ChannelState();
    private final ForcedAnswers forced;
    private final Observations seen;
    private final EventSubServer server;
    private final TokenRegistry tokens;
    private final SimulatedRateLimit rateLimit;
    private final EventMaker events;
    private final Channel channel;
    private final Faults faults;
    private final SignIn signIn;
    private final Chat chat;
    private final PendingSignIns pending;
    private final Cast cast;
    private final Random random;
    private EveningScenario evening;
    private String authority;

    private TwitchSimulator(SimulatorOptions options) {
        this.options = options;
        random = new Random(options.seed);
        times = options.times();
        registry = new SubscriptionRegistry(loop, times, clock);
        forced = new ForcedAnswers(loop);
        seen = new Observations(loop);
        chat = new Chat(loop, clock, seen);
        cast = new Cast(random);
        welcomes = new Welcomes(loop, times, switches);
        tokens = new TokenRegistry(options, times);
        pending = new PendingSignIns(tokens, options.tokenUser, times);
        rateLimit = new SimulatedRateLimit(options.rateLimit, clock);
        server = new EventSubServer(loop, times, clock, switches, seen, messages, welcomes, registry, options);
        deliveries = new Deliveries(server::sessions, messages, switches, seen);
        events = new EventMaker(loop, options, clock, state, cast, random);
        channel = new Channel(loop, times, clock, state, events, deliveries, random);
        faults = new Faults(
                loop, switches, server, welcomes, deliveries, messages, registry, forced, rateLimit, options, clock);
        signIn = new SignIn(loop, options, tokens, pending);
        seen.read(registry::enabledByType, () -> server.sessions().size());
        tokens.onCut(server::revokeAllOf);
    }

    /**
     * Starts listening on 127.0.0.1.
     *
     * @throws IllegalStateException if the port is taken
     */
    public static TwitchSimulator start(SimulatorOptions options) {
        TwitchSimulator simulator = new TwitchSimulator(options);
        try {
            simulator.listen();
        } catch (CompletionException e) {
            simulator.close();
            throw new IllegalStateException(
                    "the simulator cannot listen on port " + options.port
                            + "; set simulator.port to a free port, or to 0 for any free port",
                    e.getCause());
        }
        return simulator;
    }

    private void listen() {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(HOST)
                .setPort(options.port)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        HttpServer listening = loop.call(() -> loop.vertx()
                        .createHttpServer(http)
                        .requestHandler(router())
                        .listen())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        authority = HOST + ":" + listening.actualPort();
        loop.run(() -> server.authority(authority));
    }

    private Router router() {
        Router router = Router.router(loop.vertx());
        router.route().handler(request -> {
            request.response().putHeader("Date", clock.httpDate());
            request.next();
        });
        router.get(EventSubServer.PATH).handler(server::acceptFresh);
        router.get(EventSubServer.RECONNECT_PATH).handler(server::acceptHandOver);
        router.route().handler(BodyHandler.create(false).setBodyLimit(1 << 20));
        router.route().handler(request -> {
            seen.request(request.request().method().name(), request.normalizedPath());
            request.next();
        });
        HelixGate gate = new HelixGate(forced, tokens, rateLimit, options);
        SubscriptionRules rules = new SubscriptionRules(options, server, registry, tokens);
        new SubscriptionsEndpoint(options, forced, rules, registry, clock, switches, seen).mount(router, gate);
        new ChatEndpoint(options, chat).mount(router, gate);
        new HelixEndpoint(options, state, cast).mount(router, gate);
        new OAuthEndpoint(options, forced, tokens, pending, times, seen).mount(router);
        new ControlEndpoint(this, state).mount(router);
        return router;
    }

    /** The options of the start. */
    public SimulatorOptions options() {
        return options;
    }

    /** The address of the WebSocket for events: {@code ws://127.0.0.1:port/ws}. */
    public URI eventSubUrl() {
        return URI.create("ws://" + authority + EventSubServer.PATH);
    }

    /** The address where subscriptions are created. */
    public URI subscriptionsUrl() {
        return url(SubscriptionsEndpoint.PATH);
    }

    /** The address of Helix, without a slash at the end. */
    public URI apiUrl() {
        return url("/helix");
    }

    /** The address of OAuth, without a slash at the end. */
    public URI authUrl() {
        return url("/oauth2");
    }

    /** The address of the endpoint that a person uses with curl. */
    public URI controlUrl() {
        return url(ControlEndpoint.PATH);
    }

    private URI url(String path) {
        return URI.create("http://" + authority + path);
    }

    /**
     * Sends a notification to every enabled subscription of the type whose condition the event meets.
     *
     * @param event the {@code event} object; a member that a condition names but the event lacks counts as met
     * @return the {@code message_id} of the first delivery
     */
    public String notify(String type, JsonNode event) {
        return loop.call(() -> deliveries.notify(type, event));
    }

    /** Sends a plausible event of the type; see {@link EventMaker#any}. Helix does not change. */
    public String notify(String type) {
        return notify(type, events.any(type));
    }

    /** Sends a notification whose {@code event} is this JSON text. */
    public String notifyJson(String type, String event) {
        ObjectNode object = SimulatorJson.objectOrNull(event);
        if (object == null) {
            throw new IllegalArgumentException("not a JSON object: " + event);
        }
        return notify(type, object);
    }

    /** The maker of event objects. */
    public EventMaker events() {
        return events;
    }

    /** The channel, whose actions send events and change the numbers of Helix. */
    public Channel channel() {
        return channel;
    }

    /** The channel's chat with the messages of applications. */
    public Chat chat() {
        return chat;
    }

    /** The fault switches. */
    public Faults faults() {
        return faults;
    }

    /** The simulated user and the tokens. */
    public SignIn signIn() {
        return signIn;
    }

    /** The observations of clients. */
    public Observations seen() {
        return seen;
    }

    /** Changes a duration of the protocol while the simulator runs; timers that already run keep their time. */
    public void set(ProtocolTime time, Duration duration) {
        loop.run(() -> times.set(time, duration));
    }

    /**
     * Starts the evening: about five minutes of a lively stream, again and again with small differences. It waits for
     * the first subscription and pauses while there is none. A second call changes nothing.
     *
     * @param seed the same seed gives the same evenings, as long as no test makes events
     */
    public void startEvening(long seed) {
        startEvening(seed, 1);
    }

    /**
     * Starts the evening with another speed.
     *
     * @param speed above 0; with 60 the evening takes about five seconds
     */
    public void startEvening(long seed, double speed) {
        loop.run(() -> {
            if (evening == null) {
                random.setSeed(seed);
                evening = new EveningScenario(this, loop, state, random, speed);
                evening.start();
            }
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
