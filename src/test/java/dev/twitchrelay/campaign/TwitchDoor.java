package dev.twitchrelay.campaign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.support.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a simulated Twitch's Helix and OAuth, and can refuse, hang or answer something else; it counts refreshes, and
 * knows which of them had a reason. A request that was refused or hung never reaches Twitch, so no one-time token is lost here.
 * Thread-safe.
 */
final class TwitchDoor implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "host", "http2-settings", "upgrade", "transfer-encoding", "date");
    private static final int LONGEST_HANG_MINUTES = 10;

    /** What a path answers instead of Twitch. */
    record Answer(int status, String type, String body) {
        static Answer error(int status, String error, String message) {
            return new Answer(
                    status,
                    "application/json; charset=utf-8",
                    "{\"error\":\"" + error + "\",\"status\":" + status + ",\"message\":\"" + message + "\"}");
        }
    }

    /**
     * Refreshes that Twitch answered.
     *
     * @param needed those of a token that was near its end, or beyond
     * @param beyond all others that worked
     * @param refused those that Twitch did not agree to
     * @param attempts those that never reached Twitch
     */
    record Refreshes(int needed, int beyond, int refused, int attempts) {}

    private static final Answer UNAVAILABLE = Answer.error(503, "Service Unavailable", "");

    private final URI twitch;
    private final long life;
    private final int port = FreePort.find();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> instead = new ConcurrentHashMap<>();
    /** Whoever changes whether there is a server waits for a refresh to be answered first. */
    private final Object refreshing = new Object();

    private volatile CountDownLatch hangs = new CountDownLatch(0);
    private volatile boolean unavailable;
    private HttpServer server;
    private long issued = System.nanoTime();
    private Refreshes refreshes = new Refreshes(0, 0, 0, 0);

    /**
     * @param twitch the simulator, without a path
     * @param life of the simulator's access tokens
     */
    TwitchDoor(URI twitch, Duration life) {
        this.twitch = twitch;
        this.life = life.toNanos();
        back();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Connections are refused from now on. */
    void away() {
        synchronized (refreshing) {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }
    }

    /** Connections are taken again. */
    void back() {
        synchronized (refreshing) {
            if (server != null) {
                return;
            }
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
        }
    }

    /** Every request is answered 503. */
    void unavailable(boolean value) {
        unavailable = value;
    }

    /** Requests are taken and not answered, as by a process that was stopped. */
    void hang() {
        hangs = new CountDownLatch(1);
    }

    /** What hung ends without an answer. */
    void goOn() {
        hangs.countDown();
    }

    /** Another answer than Twitch's for this path. */
    void answer(String path, Answer answer) {
        instead.put(path, answer);
    }

    /** Twitch answers for this path again. */
    void forget(String path) {
        instead.remove(path);
    }

    Refreshes refreshes() {
        synchronized (refreshing) {
            return refreshes;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean refresh = exchange.getRequestURI().getPath().endsWith("/oauth2/token")
                && new String(body, StandardCharsets.UTF_8).contains("grant_type=refresh_token");
        try (exchange) {
            CountDownLatch hanging = hangs;
            Answer other = unavailable
                    ? UNAVAILABLE
                    : instead.get(exchange.getRequestURI().getPath());
            if (hanging.getCount() > 0) {
                attempted(refresh);
                hanging.await(LONGEST_HANG_MINUTES, TimeUnit.MINUTES);
            } else if (other != null) {
                attempted(refresh);
                exchange.getResponseHeaders().set("Content-Type", other.type());
                send(exchange, other.status(), other.body().getBytes(StandardCharsets.UTF_8));
            } else if (refresh) {
                synchronized (refreshing) {
                    // Twitch must not take a token whose successor cannot be told any more
                    if (server != null) {
                        count(pass(exchange, body));
                    }
                }
            } else {
                pass(exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        send(exchange, answer.statusCode(), answer.body());
        return answer.statusCode();
    }

    private void attempted(boolean refresh) {
        synchronized (refreshing) {
            if (refresh) {
                refreshes =
                        new Refreshes(refreshes.needed, refreshes.beyond, refreshes.refused, refreshes.attempts + 1);
            }
        }
    }

    private void count(int status) {
        long now = System.nanoTime();
        if (status != 200) {
            refreshes = new Refreshes(refreshes.needed, refreshes.beyond, refreshes.refused + 1, refreshes.attempts);
            return;
        }
        // the relay may be early by a tenth of a life, and a little
        boolean due = now - issued > life * 3 / 4;
        refreshes = new Refreshes(
                refreshes.needed + (due ? 1 : 0),
                refreshes.beyond + (due ? 0 : 1),
                refreshes.refused,
                refreshes.attempts);
        issued = now;
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        twitch.resolve(exchange.getRequestURI().toString()))
                .timeout(Duration.ofSeconds(30))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        goOn();
        away();
        threads.shutdownNow();
    }
}
