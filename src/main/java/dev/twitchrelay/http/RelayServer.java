package dev.twitchrelay.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP on one port by several servers, one for each event loop, so that connections are spread over all of them.
 * Thread-safe.
 */
public final class RelayServer {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final Router router;
    private final HttpServerOptions options;
    private final int servers;
    private final String setting;
    private final List<HttpServer> listening = new ArrayList<>();

    /**
     * @param options with the port; 0 takes a free one
     * @param servers how many servers share the port, at least 1
     * @param setting the property that the port comes from, for error messages
     */
    public RelayServer(Vertx vertx, Router router, HttpServerOptions options, int servers, String setting) {
        this.vertx = vertx;
        this.router = router;
        this.options = options;
        this.servers = servers;
        this.setting = setting;
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
                .setSendBufferSize(128 * 1024)
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
     * Begins to listen.
     *
     * @throws IllegalStateException saying in one sentence why not and what to do
     */
    public synchronized void start() {
        for (int i = 0; i < servers; i++) {
            HttpServerOptions own = new HttpServerOptions(options);
            if (i > 0) {
                own.setPort(port());
            }
            listening.add(await(own));
        }
        LOG.info("listening on http://{}:{}", options.getHost(), port());
    }

    /** The port that is listened on. */
    public synchronized int port() {
        return listening.get(0).actualPort();
    }

    /** Stops listening and closes connections. */
    public synchronized void stop() {
        List<Future<Void>> closing = listening.stream().map(HttpServer::close).toList();
        listening.clear();
        try {
            Future.all(closing).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("closing the servers", e);
        }
    }

    /** A context of its own for each server: that is what spreads them over the event loops. */
    private HttpServer await(HttpServerOptions own) {
        AtomicReference<HttpServer> server = new AtomicReference<>();
        try {
            vertx.deployVerticle(new AbstractVerticle() {
                        @Override
                        public void start(Promise<Void> started) {
                            vertx.createHttpServer(own)
                                    .requestHandler(router)
                                    .listen()
                                    .onSuccess(server::set)
                                    .<Void>mapEmpty()
                                    .onComplete(started);
                        }
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return server.get();
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof BindException
                    ? "port " + own.getPort() + " is in use or not allowed"
                    : String.valueOf(e.getCause().getMessage());
            throw new IllegalStateException(
                    "cannot listen on port " + own.getPort() + ": " + reason + "; stop the other program or set "
                            + setting + " to a free port",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting to listen", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer while starting to listen on port " + own.getPort(), e);
        }
    }
}
