package dev.twitchrelay.support;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whoever receives signed webhooks. Thread-safe. */
public final class WebhookPeer implements AutoCloseable {
    public static final String SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("a secret of 24 bytes !!!".getBytes(StandardCharsets.US_ASCII));

    /** @param headers by their names in small letters */
    public record Call(Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final AtomicBoolean fails = new AtomicBoolean();

    public WebhookPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean failing = fails.getAndSet(false);
        calls.add(new Call(headers, body));
        exchange.sendResponseHeaders(failing ? 503 : 204, -1);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in?key=k";
    }

    /** What came before is forgotten, and the next call is answered 503. */
    public void failOnce() {
        calls.clear();
        fails.set(true);
    }

    /** The next call; fails if there is none in time. */
    public Call next(Duration atMost) throws InterruptedException {
        Call call = calls.poll(atMost.toNanos(), NANOSECONDS);
        if (call == null) {
            throw new AssertionError("no call within " + atMost);
        }
        return call;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
