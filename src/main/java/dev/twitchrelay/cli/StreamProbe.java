package dev.twitchrelay.cli;

import dev.twitchrelay.diagnosis.Finding;
import dev.twitchrelay.kit.Failures;
import dev.twitchrelay.proxy.Proxies;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens the event stream through its public address, as a viewer's browser does, and measures the time to the first
 * byte. The relay sends the first bytes at once, so a late first byte was held back on the way, for example by a proxy
 * that buffers answers.
 */
final class StreamProbe {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PROMPT = Duration.ofSeconds(2);

    /** Longer than {@code sse.heartbeat}, because even a buffering proxy has bytes to send after a heartbeat. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String BUFFERING =
            "switch off buffering for this path on the proxy: nginx 'proxy_buffering off;"
                    + " gzip off;', Apache 'ProxyPass … flushpackets=on', Cloudflare or another CDN: no caching and no"
                    + " transformation for it";

    private final HttpClient http;

    StreamProbe(Settings settings) {
        http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .proxy(new Proxies(settings::find))
                .build();
    }

    /**
     * Makes the measurement.
     *
     * @param address the relay's public address, with or without the stream's path
     */
    Finding probe(URI address) {
        URI stream = address.getPath() != null && address.getPath().endsWith("/stream")
                ? address
                : URI.create(address.toString().replaceFirst("/+$", "") + "/api/twitch/stream");
        long begun = System.nanoTime();
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(
                HttpRequest.newBuilder(stream)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<Finding> finding = answer.thenApplyAsync(response -> read(response, stream, begun));
        try {
            return finding.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Finding.problem(
                    stream.toString(),
                    answer.isDone()
                            ? "answers, but sent nothing within " + PATIENCE.toSeconds() + " s"
                            : "did not answer within " + PATIENCE.toSeconds() + " s",
                    answer.isDone()
                            ? BUFFERING
                            : "check that the address leads to the relay; if it does: " + BUFFERING);
        } catch (ExecutionException e) {
            return Finding.problem(
                    stream.toString(),
                    "cannot be reached: " + Failures.text(e.getCause()),
                    "check the address, the proxy in front of the relay, and the firewall");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem(stream.toString(), "the check was interrupted", null);
        } finally {
            answer.thenAccept(StreamProbe::close);
        }
    }

    private static Finding read(HttpResponse<InputStream> response, URI stream, long begun) {
        String type = response.headers().firstValue("Content-Type").orElse("no content type");
        if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
            return Finding.problem(
                    stream.toString(),
                    "answers " + response.statusCode() + " with " + type + " instead of an event stream",
                    "make the proxy forward this path to the relay's server.port without a change");
        }
        try {
            int first = response.body().read();
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            if (first < 0) {
                return Finding.problem(stream.toString(), "ended before the first byte", "read the proxy's error log");
            }
            return taken.compareTo(PROMPT) <= 0
                    ? Finding.ok(stream.toString(), "the first byte came after " + taken.toMillis() + " ms")
                    : Finding.problem(
                            stream.toString(),
                            "the first byte came after " + taken.toMillis() + " ms: something on the way holds it back",
                            BUFFERING);
        } catch (IOException e) {
            return Finding.problem(
                    stream.toString(), "broke before the first byte: " + Failures.text(e), "read the proxy's log");
        }
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException ended) {
            // the finding is complete, so this failure does not matter
        }
    }
}
