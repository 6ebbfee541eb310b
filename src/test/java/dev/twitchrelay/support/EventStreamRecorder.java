package dev.twitchrelay.support;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A Server-Sent Events client for tests: turns a stream into a queue of events, parsed as the HTML standard says (except
 * that the id is that of the event itself, not the last one seen). One thread reads; the test's thread takes.
 */
public final class EventStreamRecorder implements AutoCloseable {

    /**
     * One event of the stream; null for fields that it did not have. A block that has only {@code retry:} counts as one.
     */
    public record Event(String id, String event, String data, Long retry) {

        private static final Event END = new Event(null, null, null, null);

        /** Whether a browser's plain {@code onmessage} would get it. */
        public boolean isMessage() {
            return event == null && data != null;
        }
    }

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final HttpResponse<InputStream> response;
    private volatile boolean closed;

    private EventStreamRecorder(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-stream-recorder");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a stream; returns when the response head is there. */
    public static EventStreamRecorder connect(URI uri) {
        return connect(uri, null);
    }

    /**
     * Opens a stream where an earlier one ended.
     *
     * @throws AssertionError if the answer is not a stream; it contains status and body
     */
    public static EventStreamRecorder connect(URI uri, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("No stream but " + response.statusCode() + " "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return new EventStreamRecorder(response);
        } catch (IOException e) {
            throw new AssertionError("No stream at " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The response head. */
    public HttpResponse<?> response() {
        return response;
    }

    /** The next event of any kind; fails if none comes in time or the stream has ended. */
    public Event awaitEvent(Duration atMost) {
        return await(atMost, false);
    }

    /** The next message, that is an event without a name; skips hello, ping and bye. */
    public Event awaitMessage(Duration atMost) {
        return await(atMost, true);
    }

    /** How many events have come that the test has not taken. */
    public int waiting() {
        return events.size();
    }

    /** Waits for the end of the stream; fails if another message comes or it does not end in time. */
    public void awaitEnd(Duration atMost) {
        Event event = poll(System.nanoTime() + atMost.toNanos());
        if (event != Event.END) {
            throw new AssertionError("The stream has not ended after " + atMost + " but has " + event);
        }
    }

    /**
     * Fails if the stream holds an event that the test has not taken. Pings do not count, and neither does the control of
     * alerts, which comes at the start of every stream.
     */
    public void assertExhausted() {
        for (Event event : events) {
            if (event != Event.END && !"ping".equals(event.event()) && !"alerts".equals(event.event())) {
                throw new AssertionError("Not taken: " + event);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Event await(Duration atMost, boolean messagesOnly) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Event event = poll(deadline);
            if (event == null || event == Event.END) {
                throw new AssertionError(
                        event == null
                                ? "No event within " + atMost
                                : "The stream has ended instead of bringing an event");
            }
            if (event.isMessage() || !messagesOnly) {
                return event;
            }
        }
    }

    private Event poll(long deadline) {
        try {
            return events.poll(deadline - System.nanoTime(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = null;
            String event = null;
            String data = null;
            Long retry = null;
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
                switch (field) {
                    case "id" -> id = value;
                    case "event" -> event = value;
                    case "data" -> data = data == null ? value : data + "\n" + value;
                    case "retry" -> retry = Long.valueOf(value);
                    default -> {}
                }
                if (line.isEmpty() && (id != null || event != null || data != null || retry != null)) {
                    events.add(new Event(id, event, data, retry));
                    id = null;
                    event = null;
                    data = null;
                    retry = null;
                }
            }
        } catch (IOException e) {
            // the connection has gone: the same as an end
        } finally {
            events.add(Event.END);
        }
    }
}
