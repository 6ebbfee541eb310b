package dev.twitchrelay.eventsub;

import dev.twitchrelay.kit.Backoff;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpoint;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Receive the events of a Twitch channel over the EventSub WebSocket. */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "twitch-eventsub",
        title = "Twitch EventSub",
        syntax = "twitch-eventsub:url",
        consumerOnly = true,
        category = {Category.SOCIAL, Category.HTTP},
        headersClass = EventSubConstants.class,
        lenientProperties = true)
public class EventSubEndpoint extends VertxWebsocketEndpoint {
    private static final String TWITCH = ".twitch.tv";
    private static final String MESSAGE_THREAD = "twitch-eventsub";

    @UriParam
    private String types;

    @UriParam(defaultValue = "1s")
    private Duration reconnectDelay = TimeLimits.DEFAULTS.backoff().least();

    @UriParam(defaultValue = "2m")
    private Duration reconnectMaxDelay = TimeLimits.DEFAULTS.backoff().most();

    @UriParam(defaultValue = "10s")
    private Duration welcomeTimeout = TimeLimits.DEFAULTS.welcomeTimeout();

    @UriParam(defaultValue = "30s")
    private Duration handoverTimeout = TimeLimits.DEFAULTS.handoverTimeout();

    @UriParam(defaultValue = "1000")
    private int queueSize = 1000;

    @UriParam(defaultValue = "1")
    private int sessions = 1;

    private List<SubscriptionSpec> specs;

    public EventSubEndpoint(String uri, EventSubComponent component, VertxWebsocketConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public EventSubComponent getComponent() {
        return (EventSubComponent) super.getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new EventSubConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "twitch-eventsub: can only receive, because Twitch closes the connection of a client that sends (4001)");
    }

    /** @throws IllegalArgumentException names the option that is wrong and a value that is right */
    void check() {
        if (types == null || types.isBlank()) {
            throw new IllegalArgumentException("twitch-eventsub: the parameter 'types' is missing: name the event types"
                    + " to subscribe to, for example types: channel.follow,channel.raid");
        }
        specs = SubscriptionCatalog.shipped().parse(types);
        if (reconnectDelay.isNegative() || reconnectDelay.isZero() || reconnectMaxDelay.compareTo(reconnectDelay) < 0) {
            throw new IllegalArgumentException("twitch-eventsub: reconnectDelay must be positive and at most"
                    + " reconnectMaxDelay, but they are " + reconnectDelay + " and " + reconnectMaxDelay);
        }
        if (sessions < 1 || sessions > SessionGroup.MOST_SESSIONS) {
            throw new IllegalArgumentException(
                    "twitch-eventsub: sessions is " + sessions + "; Twitch allows 1 to " + SessionGroup.MOST_SESSIONS);
        }
        if (queueSize < 1) {
            throw new IllegalArgumentException(
                    "twitch-eventsub: queueSize is " + queueSize + "; it must be at least 1");
        }
    }

    /**
     * Makes the thread on which the route processes the messages of a session. Any number of tasks may wait for it, because a
     * task that Camel's usual queue of 1,000 has no room for would run at once, on the thread of its caller.
     */
    ExecutorService newMessageThread() {
        ThreadPoolProfile oneThread = new ThreadPoolProfile(MESSAGE_THREAD);
        oneThread.setPoolSize(1);
        oneThread.setMaxPoolSize(1);
        oneThread.setMaxQueueSize(Integer.MAX_VALUE);
        return getCamelContext().getExecutorServiceManager().newThreadPool(this, MESSAGE_THREAD, oneThread);
    }

    /** Ends the thread after it has processed its waiting messages. */
    void endMessageThread(ExecutorService thread) {
        getCamelContext().getExecutorServiceManager().shutdownGraceful(thread);
    }

    List<SubscriptionSpec> specs() {
        return specs;
    }

    TimeLimits limits() {
        return new TimeLimits(
                welcomeTimeout,
                handoverTimeout,
                TimeLimits.DEFAULTS.healthyAfter(),
                new Backoff(reconnectDelay, reconnectMaxDelay));
    }

    Vertx vertx() {
        return getVertx();
    }

    /** The address that a fresh session connects to. */
    String url() {
        URI base = getConfiguration().getWebsocketURI();
        String port = base.getPort() > 0 ? ":" + base.getPort() : "";
        String path = base.getRawPath().isEmpty() ? "/" : base.getRawPath();
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        return base.getScheme() + "://" + base.getHost() + port + path + query;
    }

    WebSocketClientOptions clientOptions() throws Exception {
        WebSocketClientOptions options = VertxConnector.clientOptions();
        if (getConfiguration().getSslContextParameters() != null) {
            HttpClientOptions tls = new HttpClientOptions();
            VertxHelper.setupSSLOptions(getCamelContext(), getConfiguration().getSslContextParameters(), tls);
            options.setTrustOptions(tls.getTrustOptions())
                    .setKeyCertOptions(tls.getKeyCertOptions())
                    .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols());
        }
        return options;
    }

    /**
     * The options for a connection to the configured URL, or to the URL that Twitch gave for a reconnect. The URL is
     * used without any change.
     *
     * @throws IllegalArgumentException when the URL has no TLS although the configured URL has, or leads from Twitch's
     *     hosts to another host
     */
    WebSocketConnectOptions connectOptions(String url) {
        WebSocketConnectOptions options = getWebSocketConnectOptions(new HttpClientOptions());
        URI base = getConfiguration().getWebsocketURI();
        URI target = URI.create(url);
        String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("wss") && !(scheme.equals("ws") && base.getScheme().equals("ws"))) {
            throw new IllegalArgumentException("the URL is not " + base.getScheme() + ":");
        }
        if (base.getHost().endsWith(TWITCH) && !String.valueOf(target.getHost()).endsWith(TWITCH)) {
            throw new IllegalArgumentException("the host does not belong to Twitch");
        }
        options.setProxyOptions(getComponent().proxy(target));
        return options.setAbsoluteURI(url);
    }

    /**
     * The EventSub types to subscribe to, separated by commas or blanks: {@code type}, {@code type/version} or {@code
     * type/version(key=value;key=value)}.
     */
    public void setTypes(String types) {
        this.types = types;
    }

    /**
     * The longest pause before the first attempt to connect again. The longest pause doubles with each further attempt.
     */
    public void setReconnectDelay(Duration reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    /** The longest pause between two attempts to connect. */
    public void setReconnectMaxDelay(Duration reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    /** The longest time from the opening of a socket to Twitch's welcome. */
    public void setWelcomeTimeout(Duration welcomeTimeout) {
        this.welcomeTimeout = welcomeTimeout;
    }

    /** The longest time for a reconnect that Twitch asked for. After it, the relay begins a fresh session. */
    public void setHandoverTimeout(Duration handoverTimeout) {
        this.handoverTimeout = handoverTimeout;
    }

    public int getSessions() {
        return sessions;
    }

    /**
     * The number of sessions that receive the same events at the same time, 1 to 3. An event that reaches any of them is
     * processed once.
     */
    public void setSessions(int sessions) {
        this.sessions = sessions;
    }

    public int getQueueSize() {
        return queueSize;
    }

    /** The number of messages that may wait for the route. While so many wait, the socket is not read. */
    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }
}
