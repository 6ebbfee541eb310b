package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client as twitch.md describes it: keeps every message, and knows how the connection ended. */
final class EventSubRecorder implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> binaries = new LinkedBlockingQueue<>();
    private final List<Integer> partsPerMessage = new ArrayList<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean reading;
    private int parts;
    private WebSocket socket;

    private EventSubRecorder(boolean reading) {
        this.reading = reading;
    }

    static EventSubRecorder connect(URI uri) {
        return connect(uri, true);
    }

    /** A client whose reader is blocked: it never sees a frame and so never answers a ping. */
    static EventSubRecorder connectWithoutReading(URI uri) {
        return connect(uri, false);
    }

    private static EventSubRecorder connect(URI uri, boolean reading) {
        EventSubRecorder recorder = new EventSubRecorder(reading);
        recorder.socket = HTTP.newWebSocketBuilder().buildAsync(uri, recorder).join();
        return recorder;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (reading) {
            webSocket.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        parts++;
        if (last) {
            partsPerMessage.add(parts);
            texts.add(text.toString());
            text.setLength(0);
            parts = 0;
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        binaries.add(data.remaining());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.complete(1006);
    }

    /** The next message as text, whatever it is. */
    String nextText() {
        try {
            String next = texts.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(next).as("a message within " + PATIENCE).isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next message of this type; only keepalives may come before it. */
    JsonNode next(String type) {
        while (true) {
            JsonNode message = parse(nextText());
            String actual = message.path("metadata").path("message_type").asText();
            if (actual.equals(type)) {
                return message;
            }
            assertThat(actual).as("instead of " + type + ": " + message).isEqualTo("session_keepalive");
        }
    }

    /** Reads the welcome and returns the session id. */
    String welcomed() {
        return next("session_welcome")
                .path("payload")
                .path("session")
                .path("id")
                .asText();
    }

    /** Nothing but keepalives for so long. */
    void assertNothingFor(Duration silence) {
        long end = System.nanoTime() + silence.toNanos();
        try {
            for (long left = silence.toNanos(); left > 0; left = end - System.nanoTime()) {
                String message = texts.poll(left, TimeUnit.NANOSECONDS);
                if (message != null) {
                    assertThat(message).contains("session_keepalive");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not even keepalives for so long. */
    void assertSilentFor(Duration silence) {
        texts.clear();
        try {
            assertThat(texts.poll(silence.toNanos(), TimeUnit.NANOSECONDS)).isNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int binarySize() {
        try {
            return binaries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** How many parts the latest message came in. */
    int partsOfLatestMessage() {
        return partsPerMessage.get(partsPerMessage.size() - 1);
    }

    /** The close code, 1006 when there was no close frame. */
    int closeCode() {
        return closeCode.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    boolean open() {
        return !closeCode.isDone();
    }

    void sendText(String data) {
        socket.sendText(data, true).join();
    }

    void sendPing() {
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
    }

    /** Starts to read in a client that was connected without reading. */
    void read() {
        socket.request(1);
    }

    void close(int code) {
        socket.sendClose(code, "").join();
    }

    /** Ends the TCP connection without a close frame. */
    void abort() {
        socket.abort();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
