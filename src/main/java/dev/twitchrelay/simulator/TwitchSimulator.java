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
 * A fake Twitch on a loopback port: EventSub over WebSocket, the subscriptions endpoint, the statistics part of Helix,
 * writing into chat, and OAuth, following dev.twitch.tv and what production was seen to do. It starts peaceful; {@link #faults()} has the
 * switches for everything else.
 *
 * <p>Thread-safe: methods may be called from any thread and return after their effect. Closing ends all connections.
 */
public final class TwitchSimulator implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Loop loop = new Loop();
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
    private final RateLimit rateLimit;
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
        rateLimit = new RateLimit(options.rateLimit, clock);
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
                            + "; give it a free one (setting simulator.port), or 0 for any",
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

    /** What it was started with. */
    public SimulatorOptions options() {
        return options;
    }

    /** Where clients connect for events: {@code ws://127.0.0.1:port/ws}. */
    public URI eventSubUrl() {
        return URI.create("ws://" + authority + EventSubServer.PATH);
    }

    /** Where subscriptions are created. */
    public URI subscriptionsUrl() {
        return url(SubscriptionsEndpoint.PATH);
    }

    /** Helix, without a slash at the end. */
    public URI apiUrl() {
        return url("/helix");
    }

    /** OAuth, without a slash at the end. */
    public URI authUrl() {
        return url("/oauth2");
    }

    /** The page for a person with curl. */
    public URI controlUrl() {
        return url(ControlEndpoint.PATH);
    }

    private URI url(String path) {
        return URI.create("http://" + authority + path);
    }

    /**
     * Sends a notification to every enabled subscription of the type whose condition the event meets.
     *
     * @param event the {@code event} object; members that a condition speaks of but the event lacks count as met
     * @return the {@code message_id}; where several subscriptions match, that of the first delivery
     */
    public String notify(String type, JsonNode event) {
        return loop.call(() -> deliveries.notify(type, event));
    }

    /** Sends a plausible event of the type; see {@link EventMaker#any}. Helix does not move. */
    public String notify(String type) {
        return notify(type, events.any(type));
    }

    /** Sends a notification whose {@code event} is this JSON text. */
    public String notifyJson(String type, String event) {
        ObjectNode object = Json.objectOrNull(event);
        if (object == null) {
            throw new IllegalArgumentException("not a JSON object: " + event);
        }
        return notify(type, object);
    }

    /** Makes event objects. */
    public EventMaker events() {
        return events;
    }

    /** What happens in the channel: events together with the numbers that Helix shows. */
    public Channel channel() {
        return channel;
    }

    /** What applications wrote into the channel's chat. */
    public Chat chat() {
        return chat;
    }

    /** The fault switches. */
    public Faults faults() {
        return faults;
    }

    /** The fake user and the tokens. */
    public SignIn signIn() {
        return signIn;
    }

    /** What was seen of clients. */
    public Observations seen() {
        return seen;
    }

    /** Changes one duration of the protocol while running; what is already under way keeps its time. */
    public void set(ProtocolTime time, Duration duration) {
        loop.run(() -> times.set(time, duration));
    }

    /**
     * Starts the evening: some five minutes of a lively stream, again and again, each a little different. It waits for
     * the first subscription and pauses while there is none. A second call changes nothing.
     *
     * @param seed the same seed gives the same evenings, as long as nobody else makes events
     */
    public void startEvening(long seed) {
        startEvening(seed, 1);
    }

    /**
     * The evening in quick motion.
     *
     * @param speed above 0; with 60 the evening takes some five seconds
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
