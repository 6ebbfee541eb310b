package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
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
 * An HTTP server on one port. It consists of one server for each event loop, so that its connections are spread over
 * all event loops. Thread-safe.
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
    /** Vert.x takes a negative port as "any free port", the same for all servers with this number. */
    private final int anyPort = ANY_PORT.getAndDecrement();

    private volatile int port;
    private String deployment;

    /**
     * @param connections counts the connections of this Vert.x
     * @param options with the port; 0 takes a free one
     * @param servers the number of servers that share the port, at least 1
     * @param setting the setting of the port, for error messages
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

    /** A server with limits that suit this process, and no share for one address. */
    public RelayServer(Vertx vertx, Router router, HttpServerOptions options, int servers, String setting) {
        this(vertx, router, Connections.ofThisProcess(20_000, 0), options, servers, setting);
    }

    /**
     * The options that event streams need: no compression; small buffers, so that a client that does not read takes
     * little memory; and a time limit for connections without any traffic. The relay's heartbeat is traffic.
     */
    public static HttpServerOptions streaming(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setSendBufferSize(64 * 1024)
                // it holds the bytes of a client that waits for its turn
                .setReceiveBufferSize(64 * 1024)
                .setIdleTimeout(90)
                .setMaxInitialLineLength(8 * 1024)
                .setMaxHeaderSize(16 * 1024)
                .setAcceptBacklog(4096);
        // a client that has vanished is noticed after a minute; TCP alone would take a quarter of an hour
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
     * @throws IllegalStateException with the reason in one sentence
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

    /** The computers that can reach an address, in words. */
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

    /** The port on which the server listens. */
    public int port() {
        return port;
    }

    /** Stops listening and closes all connections. Does nothing before the start. */
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

    /** The server of one event loop. It is a verticle, because Vert.x gives each verticle its event loop. */
    private final class Server extends AbstractVerticle {
        private final Map<HttpConnection, ConnectionGate> gates = new HashMap<>();
        /**
         * The time of the latest sweep. It is exact enough for limits of seconds, and to ask the system for the time
         * at each request would cost more than the rest of the limits.
         */
        private long sweptAt = System.nanoTime();

        @Override
        public void start(Promise<Void> started) {
            // HTTP/2 only where TLS agrees on it
            HttpServerOptions own = new HttpServerOptions(options).setHttp2ClearTextEnabled(false);
            own.setPort(options.getPort() == 0 ? anyPort : options.getPort());
            vertx.setPeriodic(SWEEP_MILLIS, sweep -> {
                sweptAt = System.nanoTime();
                List.copyOf(gates.values()).forEach(this::sweep);
            });
            vertx.createHttpServer(own)
                    .connectionHandler(this::guard)
                    .invalidRequestHandler(Server::refuseInvalid)
                    .requestHandler(this::handle)
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        /** A failure of one gate must not end the sweep over the others. */
        private void sweep(ConnectionGate gate) {
            try {
                gate.sweep(sweptAt);
            } catch (RuntimeException e) {
                LOG.error("the limits of a connection cannot be checked", e);
            }
        }

        private void guard(HttpConnection connection) {
            Runnable ended = () -> gates.remove(connection);
            gates.put(
                    connection,
                    VertxInternals.handlerContext(connection).handler() instanceof Http2ConnectionHandler
                            ? Http2Gate.guard(connection, connections, ended)
                            : Http1Gate.guard(connection, connections, () -> sweptAt, ended));
        }

        /** Refuses a request that is not HTTP, or that is too long. */
        private static void refuseInvalid(HttpServerRequest request) {
            Throwable cause = request.decoderResult().cause();
            if (cause instanceof TooLongHttpLineException) {
                JsonAnswer.refuseAndClose(request, 414, "the address is too long; 8 KiB is the limit");
            } else if (cause instanceof TooLongHttpHeaderException) {
                JsonAnswer.refuseAndClose(request, 431, "the headers are too long; 16 KiB is the limit");
            } else {
                JsonAnswer.refuseAndClose(request, 400, "this is not a valid HTTP request");
            }
        }

        private void handle(HttpServerRequest request) {
            if (gates.get(request.connection()) instanceof Http2Gate streams && !streams.admits(request)) {
                return;
            }
            // load balancers check servers with HTTP/1.0, which has no Host
            boolean mayLackHost = request.version() == HttpVersion.HTTP_1_0
                    && !request.headers().contains("Host");
            if (request.authority() == null && !mayLackHost) {
                JsonAnswer.refuseAndClose(request, 400, "the request needs a valid Host header");
            } else {
                Methods.handle(router, request);
            }
        }
    }
}
