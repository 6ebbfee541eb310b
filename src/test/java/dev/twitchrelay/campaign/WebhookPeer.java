package dev.twitchrelay.campaign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whoever a webhook sink tells of events; remembers their numbers in order, and can be in trouble. Thread-safe. */
final class WebhookPeer implements AutoCloseable {
    private static final int HANGS_MILLIS = 1_500;

    enum Trouble {
        NONE,
        LIMITED,
        BROKEN,
        RESET,
        /** Takes the message, but nobody hears of it. */
        ANSWER_LOST,
        HANGS
    }

    private final Pattern number;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Trouble trouble = Trouble.NONE;
    private int[] numbers = new int[1024];
    private int size;

    WebhookPeer() throws IOException {
        this(Pattern.compile("\"n\":\"(\\d+)\""));
    }

    /** @param number where its first group finds the number of each event that a message tells of */
    WebhookPeer(Pattern number) throws IOException {
        this.number = number;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void trouble(Trouble kind) {
        trouble = kind;
    }

    /** The numbers of the messages that it took, in order of their coming. */
    synchronized int[] numbers() {
        return Arrays.copyOf(numbers, size);
    }

    /** The newest number, -1 before the first. */
    synchronized int latest() {
        return size == 0 ? -1 : numbers[size - 1];
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (trouble) {
            case NONE -> {
                take(body);
                answer(exchange, 204);
            }
            case LIMITED -> {
                exchange.getResponseHeaders().set("Retry-After", "0.2");
                answer(exchange, 429);
            }
            case BROKEN -> answer(exchange, 503);
            case RESET -> exchange.close();
            case ANSWER_LOST -> {
                take(body);
                exchange.close();
            }
            case HANGS -> {
                try {
                    closed.await(HANGS_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private synchronized void take(String body) {
        Matcher found = number.matcher(body);
        while (found.find()) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = Integer.parseInt(found.group(1));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
