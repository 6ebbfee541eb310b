package dev.twitchrelay.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A webhook that keeps Discord's rules (rate limits with bucket headers, {@code retry_after} in seconds as a fraction, sizes
 * of messages and embeds, {@code allowed_mentions} at the top) and can be in trouble. Written from Discord's documents and not
 * from the relay. Thread-safe.
 *
 * @see <a href="https://docs.discord.com/developers/topics/rate-limits">Rate Limits</a>
 */
public final class DiscordPeer implements AutoCloseable {
    /** One accepted message. */
    public record Accepted(long nanos, JsonNode body, Headers headers) {
        /** The texts of its embeds, in order. */
        public List<String> descriptions() {
            List<String> texts = new ArrayList<>();
            body.path("embeds")
                    .forEach(embed -> texts.add(embed.path("description").asText()));
            return texts;
        }
    }

    private enum Trouble {
        TOO_MANY,
        INTERNAL_ERROR,
        RESET,
        SILENCE,
        REFUSED,
        GONE
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CONTENT = 2000;
    private static final int MOST_EMBEDS = 10;
    private static final int MOST_IN_ALL = 6000;
    private static final int MOST_TITLE = 256;
    private static final int MOST_DESCRIPTION = 4096;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int limit;
    private final Duration window;

    private final List<Accepted> accepted = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private Duration silence = Duration.ZERO;
    /** Calls that get no answer hang until this. */
    private CountDownLatch silenceOver = new CountDownLatch(1);

    private long silentUntil = System.nanoTime();
    private long windowEnds;
    private int left;
    private long forbiddenUntil = Long.MIN_VALUE;
    private int calls;
    private int forbiddenCalls;

    private DiscordPeer(int limit, Duration window) throws IOException {
        this.limit = limit;
        this.window = window;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** @param limit calls in each window */
    public static DiscordPeer start(int limit, Duration window) {
        try {
            return new DiscordPeer(limit, window);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the webhook, with a token that must show nowhere. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/webhooks/4711/MARKEDsecretWebhook";
    }

    /** The next calls are answered 429 although the bucket is not empty, as for a limit that is shared. */
    public synchronized void tooMany(int times) {
        trouble(Trouble.TOO_MANY, times);
    }

    public synchronized void internalErrors(int times) {
        trouble(Trouble.INTERNAL_ERROR, times);
    }

    /** The connection ends without an answer. */
    public synchronized void resets(int times) {
        trouble(Trouble.RESET, times);
    }

    /** From the next call on nothing is answered for so long. */
    public synchronized void silence(Duration duration) {
        silence = duration;
        trouble(Trouble.SILENCE, 1);
    }

    public synchronized void refuse(int times) {
        trouble(Trouble.REFUSED, times);
    }

    /** Somebody deletes the webhook. */
    public synchronized void gone() {
        trouble(Trouble.GONE, 10_000);
    }

    /** Every trouble is over. */
    public synchronized void well() {
        silentUntil = System.nanoTime();
        silenceOver.countDown();
        silenceOver = new CountDownLatch(1);
        troubles.clear();
    }

    /** As at the start, but for its limits: those of a real one do not end either. */
    public synchronized void forget() {
        well();
        accepted.clear();
        invalid.clear();
        calls = 0;
        forbiddenCalls = 0;
    }

    private void trouble(Trouble trouble, int times) {
        for (int i = 0; i < times; i++) {
            troubles.add(trouble);
        }
    }

    public synchronized List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    /** Why messages were not what Discord takes. */
    public synchronized List<String> invalid() {
        return List.copyOf(invalid);
    }

    public synchronized int calls() {
        return calls;
    }

    /** Calls after a 429 before its time, and calls beyond the bucket. */
    public synchronized int forbiddenCalls() {
        return forbiddenCalls;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        Answer answer = answer(
                request, exchange.getRequestHeaders(), exchange.getRequestURI().toString());
        if (answer == null) {
            exchange.close();
            return;
        }
        if (answer.status == 0) {
            try {
                answer.until.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        answer.headers.forEach(exchange.getResponseHeaders()::put);
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** @param status 0 for no answer at all, but a connection that hangs until then */
    private record Answer(int status, String body, Headers headers, CountDownLatch until) {}

    private synchronized Answer answer(byte[] request, Headers headers, String uri) {
        calls++;
        long now = System.nanoTime();
        if (now - silentUntil < 0) {
            return new Answer(0, "", new Headers(), silenceOver);
        }
        if (now < forbiddenUntil) {
            forbiddenCalls++;
            return limited(forbiddenUntil - now);
        }
        if (now >= windowEnds) {
            windowEnds = now + window.toNanos();
            left = limit;
        }
        if (left == 0) {
            forbiddenCalls++;
            return limited(windowEnds - now);
        }
        Trouble trouble = troubles.poll();
        if (trouble != null) {
            switch (trouble) {
                case TOO_MANY -> {
                    forbiddenUntil = now + 300_000_000;
                    return limited(300_000_000);
                }
                case INTERNAL_ERROR -> {
                    return new Answer(500, "<html>oops</html>", new Headers(), null);
                }
                case RESET -> {
                    return null;
                }
                case SILENCE -> {
                    silentUntil = now + silence.toNanos();
                    return new Answer(0, "", new Headers(), silenceOver);
                }
                case REFUSED -> {
                    return json(400, "{\"message\":\"Invalid Form Body\",\"code\":50035}");
                }
                case GONE -> {
                    return json(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
                }
            }
        }
        left--;
        return take(request, headers, uri, now);
    }

    private Answer take(byte[] request, Headers headers, String uri, long now) {
        try {
            JsonNode body = JSON.readTree(request);
            String problem = problem(body, uri);
            if (problem != null) {
                invalid.add(problem + ": " + body);
                return json(400, "{\"message\":\"Invalid Form Body\",\"code\":50035}");
            }
            accepted.add(new Accepted(now, body, headers));
            return json(200, "{\"id\":\"" + accepted.size() + "\"}");
        } catch (IOException e) {
            invalid.add("no JSON");
            return json(400, "{\"message\":\"The request body contains invalid JSON.\",\"code\":50109}");
        }
    }

    private static String problem(JsonNode body, String uri) {
        int all = 0;
        for (JsonNode embed : body.path("embeds")) {
            int title = embed.path("title").asText("").length();
            int description = embed.path("description").asText("").length();
            if (title > MOST_TITLE || description > MOST_DESCRIPTION || title + description == 0) {
                return "an embed's size";
            }
            all += title + description;
        }
        return !uri.contains("wait=true")
                ? "no wait=true"
                : body.path("content").asText("").length() > MOST_CONTENT
                        ? "too much content"
                        : body.path("embeds").size() > MOST_EMBEDS
                                ? "too many embeds"
                                : body.path("embeds").isEmpty() && !body.has("content")
                                        ? "an empty message"
                                        : all > MOST_IN_ALL
                                                ? "embeds are too long in all"
                                                : !body.path("allowed_mentions")
                                                                        .path("parse")
                                                                        .isArray()
                                                                || !body.path("allowed_mentions")
                                                                        .path("parse")
                                                                        .isEmpty()
                                                        ? "somebody could be mentioned"
                                                        : null;
    }

    private Answer limited(long nanos) {
        String seconds = String.format(java.util.Locale.ROOT, "%.3f", nanos / 1e9 + 0.001);
        Answer answer = json(
                429, "{\"message\":\"You are being rate limited.\",\"retry_after\":" + seconds + ",\"global\":false}");
        answer.headers.set("Retry-After", String.valueOf((long) Math.ceil(nanos / 1e9)));
        return answer;
    }

    private Answer json(int status, String body) {
        Headers headers = new Headers();
        headers.set("Content-Type", "application/json");
        headers.set("X-RateLimit-Limit", String.valueOf(limit));
        headers.set("X-RateLimit-Remaining", String.valueOf(left));
        headers.set(
                "X-RateLimit-Reset-After",
                String.format(
                        java.util.Locale.ROOT, "%.3f", Math.max(0, windowEnds - System.nanoTime()) / 1e9 + 0.001));
        return new Answer(status, body, headers, null);
    }

    @Override
    public void close() {
        well();
        server.stop(0);
        threads.shutdownNow();
    }
}
