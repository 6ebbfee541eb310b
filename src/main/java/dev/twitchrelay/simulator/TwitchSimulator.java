package dev.twitchrelay.simulator;

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

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final Observations seen;
    private final EventSubServer server;
    private final ChannelState state = new ChannelState();
    private final Random random = new Random(42);
    private final Channel channel;
    private final Chat chat;
    private final Faults faults;
    private final SignIn signIn;
    private final Router router;
    private String authority;

    private TwitchSimulator(SimulatorOptions options) {
        this.options = options;
        loop = new SimulatorLoop(options.times);
        ActiveFaults activeFaults = new ActiveFaults(loop);
        SubscriptionRegistry registry = new SubscriptionRegistry(loop);
        seen = new Observations(loop, registry);
        server = new EventSubServer(options, loop, activeFaults, registry, seen);
        TokenRegistry tokens = new TokenRegistry(options, loop, server);
        HelixGate gate = new HelixGate(options, loop, activeFaults, tokens);
        channel = new Channel(loop, options.broadcaster, state, server, random);
        chat = new Chat(options, loop, seen);
        faults = new Faults(loop, options, activeFaults, server, gate);
        signIn = new SignIn(loop, options, tokens);

        router = Router.router(loop.vertx());
        router.route().handler(request -> {
            request.response().putHeader("Date", loop.httpDate());
            request.next();
        });
        server.mount(router);
        router.route().handler(BodyHandler.create(false).setBodyLimit(1 << 20));
        router.route().handler(request -> {
            seen.request(request.request().method().name(), request.normalizedPath());
            request.next();
        });
        gate.mount(router);
        new SubscriptionsEndpoint(options, loop, activeFaults, server, registry, tokens, seen).mount(router);
        chat.mount(router);
        new HelixEndpoint(options, state).mount(router);
        new OAuthEndpoint(options, loop, tokens, signIn, seen).mount(router, activeFaults);
        new ControlEndpoint(this, state).mount(router);
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
                        .requestHandler(router)
                        .listen())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        authority = HOST + ":" + listening.actualPort();
        loop.run(() -> server.authority(authority));
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
     * Sends a plausible event to every enabled subscription of the type. Helix does not change.
     *
     * @return the {@code message_id} of the first delivery
     */
    public String notify(String type) {
        return loop.call(() -> server.notify(type, channel.event(type, channel.anyone())));
    }

    /**
     * Sends a notification to every enabled subscription of the type whose condition the event meets.
     *
     * @param event the {@code event} object as JSON; a member that a condition names but the event lacks counts as met
     * @return the {@code message_id} of the first delivery
     */
    public String notifyJson(String type, String event) {
        ObjectNode object = SimulatorJson.objectOrNull(event);
        if (object == null) {
            throw new IllegalArgumentException("not a JSON object: " + event);
        }
        return loop.call(() -> server.notify(type, object));
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
        loop.run(() -> loop.set(time, duration));
    }

    /**
     * Starts the evening: about five minutes of a lively stream, again and again with small differences. It waits for
     * the first subscription and pauses while there is none.
     *
     * @param seed the same seed gives the same evenings, as long as no test makes events
     * @param speed 1 for real time; with 60 the evening takes about five seconds
     */
    public void startEvening(long seed, double speed) {
        loop.run(() -> {
            random.setSeed(seed);
            new EveningScenario(this, loop, state, random, speed).start();
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
