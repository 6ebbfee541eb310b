package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.StreamCounters.Admission;
import io.netty.util.concurrent.EventExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A named event stream: takes messages from any thread, and writes each message to every client that wants it. Messages
 * go into a {@link MessageLog}; the hub then wakes the event loops, and each of them serves its own clients. So a
 * publisher never waits for a client. Thread-safe.
 */
public final class SseHub {

    private static final long SHUTDOWN_BOUND_MILLIS = 2_000;

    /** Clients come back after a shutdown at different times in this range, and not all at once. */
    private static final long SHORTEST_RETURN_MILLIS = 500;

    private static final long LONGEST_RETURN_MILLIS = 5_000;

    /** The names of the events that the hub itself sends. */
    private static final Set<String> OWN_NAMES = Set.of("hello", "ping", "bye");

    private final String name;
    private final SseSettings settings;
    private final MessageLog log;
    private final StreamCounters counters;
    private final ConcurrentMap<EventExecutor, ClientLoop> loopsByExecutor = new ConcurrentHashMap<>();
    private volatile ClientLoop[] loops = {};
    private CompletableFuture<Void> shutdown;

    /** A hub that remembers nothing of earlier runs. */
    public SseHub(String name, SseSettings settings) {
        this(name, settings, new LocalLog(settings.history(), EventJournal.NONE));
    }

    /**
     * @param name the name in {@code sse:NAME}
     * @param log has no other hub
     * @throws IllegalArgumentException if the name is malformed
     */
    public SseHub(String name, SseSettings settings, MessageLog log) {
        if (!SseMessage.isName(name)) {
            throw new IllegalArgumentException("The name of a hub must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        this.name = name;
        this.settings = settings;
        this.log = log;
        this.counters = new StreamCounters(settings.maxClients(), settings.maxClientsPerAddress());
        log.onMessage(this::wakeLoops);
    }

    /** Publishes a message without headers. */
    public SseMessage publish(String type, String name, byte[] json) {
        return publish(type, name, EventHeaders.NONE, json);
    }

    /**
     * Publishes a message. Clients see messages in the order of their ids.
     *
     * @param type one of {@link SseMessage#TYPES}
     * @param name the event name that clients filter by, 1 to 64 letters, digits, '.', '_' or '-'; or null
     * @param headers kept with the message, at most {@link EventHeaders#LONGEST} characters
     * @param json one JSON object on one line, UTF-8, at most 256 KiB; nobody changes it afterwards
     * @return the message with its id and time
     * @throws IllegalArgumentException with the reason and the remedy if an argument is wrong; then nothing is
     *     published
     */
    public SseMessage publish(String type, String name, EventHeaders headers, byte[] json) {
        SseMessage.check(type, name, headers, json);
        return log.publish(type, name, headers, json);
    }

    /**
     * Replaces the hub's standing event. It is a named event, which a browser's {@code onmessage} does not see. Every
     * client gets it now, and each later client at its start, whatever its filter. It has no id, and a client that was
     * away gets the latest one only.
     *
     * @param name the event's name, 1 to 64 letters, digits, '.', '_' or '-'; none of {@code hello}, {@code ping} and
     *     {@code bye}
     * @param json one JSON object on one line, UTF-8, at most 256 KiB
     * @throws IllegalArgumentException with the reason if an argument is wrong
     */
    public void announce(String name, byte[] json) {
        if (!SseMessage.isName(name) || OWN_NAMES.contains(name)) {
            throw new IllegalArgumentException("a standing event cannot have the name '" + name + "'");
        }
        SseMessage.checkJson(json);
        log.stand(EventFrame.named(name, json));
    }

    private void wakeLoops() {
        for (ClientLoop loop : loops) {
            loop.schedule();
        }
    }

    /**
     * Tells every client when to come back, ends all streams and refuses new ones. Messages can still be published.
     *
     * @return completes when all clients have been told, after two seconds at the latest; the same future every time
     */
    public CompletableFuture<Void> shutdown() {
        synchronized (loopsByExecutor) {
            if (shutdown == null) {
                CompletableFuture<?>[] ends = Arrays.stream(loops)
                        .map(loop -> loop.shutdown(
                                () -> ThreadLocalRandom.current()
                                        .nextLong(SHORTEST_RETURN_MILLIS, LONGEST_RETURN_MILLIS + 1),
                                SHUTDOWN_BOUND_MILLIS))
                        .toArray(CompletableFuture[]::new);
                shutdown = CompletableFuture.allOf(ends)
                        .completeOnTimeout(null, SHUTDOWN_BOUND_MILLIS + 100, TimeUnit.MILLISECONDS);
            }
            return shutdown;
        }
    }

    public String name() {
        return name;
    }

    public SseSettings settings() {
        return settings;
    }

    MessageLog log() {
        return log;
    }

    /** The number of open streams. */
    public int clients() {
        return counters.clients();
    }

    /** The number of messages since the start; in a cluster, of all replicas. */
    public long published() {
        return log.published();
    }

    /** The number of streams that were opened. */
    public long opened() {
        return counters.opened.sum();
    }

    /** The number of messages that were written to clients, each counted once for each client. */
    public long delivered() {
        return counters.delivered.sum();
    }

    /** The number of clients that were cut because they did not read. */
    public long cut() {
        return counters.cut.sum();
    }

    /** The number of streams that were refused because of a limit or the shutdown. */
    public long refused() {
        return counters.refused.sum();
    }

    /** The id of the newest message; a valid id with number 0 before the first. */
    public String headId() {
        return log.id(log.sequence());
    }

    /** The latest totals. */
    public Optional<SseMessage> totals() {
        return Optional.ofNullable(log.newest().totals()).map(LogEntry::message);
    }

    /**
     * The newest events of the history, newest first.
     *
     * @param limit at least 0
     */
    public List<SseMessage> recent(int limit) {
        return log.recent(limit).stream().map(LogEntry::message).toList();
    }

    /** The newest event of the history that suits, if the history has one. */
    public Optional<SseMessage> event(Predicate<SseMessage> suits) {
        return log.recent(1, suits).stream().map(LogEntry::message).findFirst();
    }

    /**
     * Opens a stream on a connection, or says why not; then nothing has been written. Called on the connection's event
     * loop.
     *
     * @param lastEventId the id of the last message that the client has seen, or null
     */
    Admission open(
            EventExecutor executor,
            ClientConnection connection,
            String address,
            StreamFilter filter,
            String lastEventId) {
        ClientLoop loop = loop(executor);
        Admission admission =
                loop == null ? Admission.SHUTTING_DOWN : loop.open(connection, address, filter, lastEventId);
        (admission == Admission.ADMITTED ? counters.opened : counters.refused).increment();
        return admission;
    }

    /** The clients of an event loop; null if it had none before the shutdown. */
    private ClientLoop loop(EventExecutor executor) {
        ClientLoop known = loopsByExecutor.get(executor);
        if (known != null) {
            return known;
        }
        synchronized (loopsByExecutor) {
            if (shutdown != null) {
                return null;
            }
            ClientLoop loop = new ClientLoop(executor, log, counters, settings);
            loopsByExecutor.put(executor, loop);
            loops = loopsByExecutor.values().toArray(ClientLoop[]::new);
            return loop;
        }
    }
}
