package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP on one port by several servers, one for each event loop, so that connections are spread over all of them.
 * Thread-safe.
 */
public final class RelayServer {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServer.class);
    private static final AtomicInteger ANY_PORT = new AtomicInteger(-1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long SWEEP_MILLIS = 250;

    private final Vertx vertx;
    private final Router router;
    private final Connections connections;
    private final HttpServerOptions options;
    private final int servers;
    private final String setting;
    /** Vert.x' way to say: any free port, and the same one for all servers that give this number. */
    private final int anyPort = ANY_PORT.getAndDecrement();

    private volatile int port;
    private String deployment;

    /**
     * @param connections what counts the connections of this Vert.x
     * @param options with the port; 0 takes a free one
     * @param servers how many servers share the port, at least 1
     * @param setting the property that the port comes from, for error messages
     */
    public RelayServer(
            Vertx vertx,
            Router router,
            Connections connections,
            HttpServerOptions options,
            int servers,
            String setting) {
        this.vertx = vertx;
        this.router = router;
        this.connections = connections;
        this.options = options;
        this.servers = servers;
        this.setting = setting;
    }

    /** With limits that suit this process, and none for an address. */
    public RelayServer(Vertx vertx, Router router, HttpServerOptions options, int servers, String setting) {
        this(vertx, router, Connections.ofThisProcess(20_000, 0), options, servers, setting);
    }

    /**
     * The options that event streams need: no compression, small send buffers so that a client which does not read costs
     * little, and an end to connections on which nothing moves at all. The relay's own heartbeat keeps streams moving.
     */
    public static HttpServerOptions streaming(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setSendBufferSize(64 * 1024)
                // what a client may have sent while it waits for its turn; nobody sends much here
                .setReceiveBufferSize(64 * 1024)
                .setIdleTimeout(90)
                .setMaxInitialLineLength(8 * 1024)
                .setMaxHeaderSize(16 * 1024)
                .setAcceptBacklog(4096);
        // a peer that vanished without a word is noticed after a minute, not after the quarter of an hour that TCP
        // takes
        options.setTcpUserTimeout(60_000);
        return options;
    }

    /**
     * Adds TLS, and with it HTTP/2.
     *
     * @param certificate a PEM file with the certificate and its chain
     * @param privateKey a PEM file with the key
     */
    public static HttpServerOptions secured(HttpServerOptions options, String certificate, String privateKey) {
        return options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().setCertPath(certificate).setKeyPath(privateKey));
    }

    /**
     * Begins to listen.
     *
     * @throws IllegalStateException saying in one sentence why not
     */
    public synchronized void start() {
        try {
            deployment = vertx.deployVerticle(Server::new, new DeploymentOptions().setInstances(servers))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof IOException ? "it is in use or not allowed" : e.getCause() + "";
            throw new IllegalStateException(
                    "cannot listen on port " + options.getPort() + " (" + setting + "): " + reason, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting to listen", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer while starting to listen on port " + options.getPort(), e);
        }
        String host = options.getHost();
        LOG.info(
                "{} can reach {}: listening on {}://{}:{}",
                reach(host),
                setting,
                options.isSsl() ? "https" : "http",
                host.indexOf(':') < 0 ? host : "[" + host + "]",
                port);
    }

    /** Who can reach an address, in words. */
    private static String reach(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    ? "every network that this computer is on"
                    : address.isLoopbackAddress() ? "this computer only" : "the network of " + host;
        } catch (UnknownHostException notInFigures) {
            return "the network of " + host;
        }
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    /** Stops listening and closes connections. Does nothing when it has not been started. */
    public synchronized void stop() {
        if (deployment == null) {
            return;
        }
        connections.end();
        Future<Void> closed = vertx.undeploy(deployment);
        deployment = null;
        try {
            closed.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("closing the servers", e);
        }
    }

    /** HTTP/1.0 has no Host, and load balancers look after servers that way. */
    private static boolean mayLackHost(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0 && !request.headers().contains("Host");
    }

    /** One of the servers; being deployed is what gives each of them another event loop. */
    private final class Server extends AbstractVerticle {
        private final Map<HttpConnection, GuardedConnection> guarded = new HashMap<>();
        private final SweepClock clock = new SweepClock();

        @Override
        public void start(Promise<Void> started) {
            // HTTP/2 only where TLS agrees on it
            HttpServerOptions own = new HttpServerOptions(options).setHttp2ClearTextEnabled(false);
            own.setPort(options.getPort() == 0 ? anyPort : options.getPort());
            vertx.setPeriodic(SWEEP_MILLIS, sweep -> {
                long now = clock.tick();
                List.copyOf(guarded.values()).forEach(connection -> sweep(connection, now));
            });
            vertx.createHttpServer(own)
                    .connectionHandler(this::guard)
                    .invalidRequestHandler(new UnreadableRequests())
                    .requestHandler(this::handle)
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        /** One that fails is one connection less that is looked after, and not all. */
        private void sweep(GuardedConnection connection, long now) {
            try {
                connection.sweep(now);
            } catch (RuntimeException e) {
                LOG.error("a connection cannot be looked after", e);
            }
        }

        private void guard(HttpConnection connection) {
            Runnable ended = () -> guarded.remove(connection);
            guarded.put(
                    connection,
                    VertxInternals.handlerContext(connection).handler() instanceof Http2ConnectionHandler
                            ? StreamGate.guard(connection, connections, ended)
                            : RequestGate.guard(connection, connections, clock, ended));
        }

        private void handle(HttpServerRequest request) {
            if (guarded.get(request.connection()) instanceof StreamGate streams && !streams.admits(request)) {
                return;
            }
            if (request.authority() == null && !mayLackHost(request)) {
                UnreadableRequests.refuse(request, 400, "say in the header Host whom you mean");
            } else {
                Methods.handle(router, request);
            }
        }
    }
}
