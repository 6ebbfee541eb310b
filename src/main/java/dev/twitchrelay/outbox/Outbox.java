package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sinks, and the messages that are still to be delivered to them. To add a message writes one small file for each
 * sink that wants it, and waits for nothing else. Publishers, routes and the API call it from their threads.
 * Thread-safe.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final OutboxSettings settings;
    private final Clock clock;
    private final Storage storage;
    private final Predicate<Throwable> signIn;
    private final Consumer<String> keptIds;
    private final Map<String, Sink> sinks = new ConcurrentSkipListMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private long latest;
    private volatile OutboxMessage totals;
    /** Messages for sinks whose routes have not begun yet, oldest first; null when the routes are loaded. */
    private List<Held> held = new ArrayList<>();

    /** @param only the only sink that the message is for, or null for all sinks */
    private record Held(String only, OutboxMessage message) {}

    /**
     * Finds the messages that an earlier run left.
     *
     * @param storage writes later what the disk does not take now
     * @param signIn recognizes exceptions which mean that nobody is signed in
     * @param keptIds gets the id of each event when every sink that wants the event has it on disk
     * @throws IOException if the folders of the sinks cannot be read
     */
    public Outbox(
            OutboxSettings settings,
            Clock clock,
            Storage storage,
            Predicate<Throwable> signIn,
            Consumer<String> keptIds)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.storage = storage;
        this.signIn = signIn;
        this.keptIds = keptIds;
        for (Path folder : List.of(settings.queue(""), settings.deadLetters(""))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> left = Files.list(folder)) {
                    left.filter(Files::isDirectory)
                            .forEach(each -> sink(each.getFileName().toString()));
                }
            }
        }
        for (Sink sink : sinks.values()) {
            for (MessageFolder folder : List.of(sink.queue, sink.deadLetters)) {
                latest = Math.max(latest, folder.newest() == null ? 0 : folder.newest());
            }
        }
    }

    private synchronized Sink sink(String name) {
        Sink known = sinks.get(name);
        if (known != null) {
            return known;
        }
        try {
            Sink added = new Sink(name, settings, clock, storage);
            sinks.put(name, added);
            listeners.forEach(listener -> listener.accept(name));
            return added;
        } catch (IOException e) {
            throw new UncheckedIOException(settings.queue(name) + " cannot be read", e);
        }
    }

    /** Tells the listener the name of each sink, now and when another sink comes. */
    public synchronized void onSink(Consumer<String> listener) {
        listeners.add(listener);
        sinks.keySet().forEach(listener);
    }

    /** The status of one sink; nothing when there is no such sink. */
    public Optional<SinkStatus> status(String sink) {
        return find(sink).map(Sink::status);
    }

    /**
     * Keeps a message for every sink that wants it. When the method returns, the message outlives the process, unless
     * the disk takes nothing at the moment. A sink counts a message as lost if there is no room for it.
     *
     * @param only the only sink that the message is for, or null for all sinks
     * @param id null makes an id
     * @throws IOException if the message could not be kept for the only sink that it is for
     */
    void add(String only, String id, EventHeaders headers, String body) throws IOException {
        OutboxMessage message = numbered(id, headers, body);
        if (message.isStats()) {
            totals = message;
        }
        if (!addBeforeRoutes(only, message)) {
            offer(only, message, sinks.values());
            if (only == null && !message.isStats()) {
                noteKept(message);
            }
        }
    }

    private void noteKept(OutboxMessage message) {
        // a message that is in memory only goes with this process, and the next process has to look for it
        if (sinks.values().stream().allMatch(sink -> sink.queue.inMemory() == 0)) {
            keptIds.accept(message.id());
        }
    }

    /**
     * Twitch may send before the last route begins: a sink whose route is still to come gets the message when it comes.
     *
     * @return false, and does nothing, when all routes are loaded
     */
    private synchronized boolean addBeforeRoutes(String only, OutboxMessage message) throws IOException {
        if (held == null) {
            return false;
        }
        if (!message.isStats()) {
            held.add(new Held(only, message));
        }
        offer(only, message, sinks.values().stream().filter(Sink::hasBegun).toList());
        return true;
    }

    private void offer(String only, OutboxMessage message, Collection<Sink> some) throws IOException {
        for (Sink sink : some) {
            if (only == null || only.equals(sink.name)) {
                try {
                    sink.offer(message);
                } catch (IOException e) {
                    if (only != null) {
                        throw new IOException(
                                "cannot be kept for the sink " + only + " (" + e.getMessage() + "): make room in "
                                        + settings.queue("").toAbsolutePath() + ", or make it writable",
                                e);
                    }
                    // the sink tells the loss; the publisher has reached everybody else
                    LOG.debug("lost for sink {}", sink.name, e);
                }
            }
        }
    }

    /**
     * A message that clients saw and that sinks may not have, because the earlier process was killed between the two.
     * Each sink without it gets it when its route begins, before any new message. Call it before the routes are loaded,
     * oldest message first.
     *
     * @param id the same as in {@link EventHeaders#MESSAGE_ID}
     */
    public synchronized void recover(String id, EventHeaders headers, String body) {
        held.add(new Held(null, numbered(id, headers, body)));
    }

    private synchronized OutboxMessage numbered(String id, EventHeaders headers, String body) {
        latest = Math.max(latest + 1, OutboxMessage.sequence(clock.instant()));
        return new OutboxMessage(latest, id == null || id.isBlank() ? "m" + latest : id, headers, body, null, null);
    }

    /**
     * The route of a sink begins: it gets the waiting messages, and new ones.
     *
     * @throws IllegalStateException if the sink has another route, which goes on
     */
    SinkWorker attach(SinkOptions options, Delivery delivery) {
        Sink sink = sink(options.sink());
        SinkWorker worker = new SinkWorker(sink, options, delivery, signIn);
        begin(sink, options, worker);
        if (options.isAwake()) {
            worker.start();
        }
        return worker;
    }

    private synchronized void begin(Sink sink, SinkOptions options, SinkWorker worker) {
        boolean isFirst = !sink.hasBegun();
        sink.attach(options, worker);
        if (isFirst && options.isAwake()) {
            catchUp(sink);
        }
    }

    /** Gives a sink the messages that it missed, and the totals, so that it need not wait until they change. */
    private void catchUp(Sink sink) {
        List<OutboxMessage> all = held == null
                ? List.of()
                : held.stream()
                        .filter(each -> each.only == null || each.only.equals(sink.name))
                        .map(Held::message)
                        .toList();
        List<String> ids = all.stream().map(OutboxMessage::id).toList();
        try {
            for (OutboxMessage message : all.subList(ids.indexOf(sink.newestId()) + 1, all.size())) {
                sink.offer(message);
            }
            OutboxMessage known = totals;
            if (known != null) {
                sink.offer(numbered(known.id(), known.headers(), known.body()));
            }
        } catch (IOException e) {
            LOG.warn("sink {} does not get earlier messages: {}", sink.name, e.toString());
        }
    }

    /** The route of a sink ends. Its messages are still kept for a while, because most routes are only exchanged. */
    void detach(String name, SinkWorker worker) {
        worker.stop();
        sink(name).detach(worker);
    }

    /** @param ofCall whether a call to a peer failed, and not a step of the route */
    DeliveryFailure meaning(Throwable failure, boolean ofCall) {
        return DeliveryFailure.of(failure, ofCall, signIn);
    }

    CallLimit limit(String name) {
        return sink(name).limit;
    }

    /** Logs once which sinks are awake, and which settings the others need. Call it when the routes are loaded. */
    public void announce() {
        routesAreLoaded();
        List<SinkStatus> all = statuses();
        String awake = all.stream()
                .filter(status -> !status.state().matches("asleep|gone"))
                .map(SinkStatus::name)
                .collect(Collectors.joining(", "));
        String asleep = all.stream()
                .filter(status -> status.state().equals("asleep"))
                .map(status -> status.name() + " (" + status.reason() + ")")
                .collect(Collectors.joining(", "));
        if (!all.isEmpty()) {
            LOG.info(
                    "sinks: {}{}",
                    awake.isEmpty() ? "none is set up" : awake,
                    asleep.isEmpty() ? "" : "; asleep: " + asleep);
        }
    }

    /** Sinks of an earlier run whose routes did not begin keep their messages, because a broken route may be mended. */
    private synchronized void routesAreLoaded() {
        sinks.values().stream().filter(sink -> !sink.hasBegun()).forEach(this::catchUp);
        held.stream()
                .filter(each -> each.only == null)
                .reduce((earlier, later) -> later)
                .ifPresent(newest -> noteKept(newest.message));
        held = null;
    }

    /** The status of every sink, by name. */
    public List<SinkStatus> statuses() {
        return known().map(Sink::status).toList();
    }

    /** How many messages of a sink became dead letters since the start. */
    public long givenUp(String sink) {
        return find(sink).map(Sink::givenUp).orElse(0L);
    }

    /** By the name of each sink that is awake: the scopes that users have to grant on Twitch for it. */
    public Map<String, Set<String>> scopes() {
        Map<String, Set<String>> scopes = new TreeMap<>();
        sinks.values().forEach(sink -> {
            SinkOptions options = sink.options();
            if (sink.isAttached() && options.isAwake() && !options.scopes().isEmpty()) {
                scopes.put(sink.name, options.scopes());
            }
        });
        return scopes;
    }

    /** The oldest waiting messages and dead letters of every sink. */
    public List<OutboxContent> contents() {
        return known().map(OutboxContent::of).toList();
    }

    /**
     * Puts the dead letters of a sink back into its queue, and tries at once. A stopped sink goes on.
     *
     * @return how many dead letters there were, or nothing when there is no such sink
     * @throws IOException if they cannot be moved
     */
    public Optional<Integer> retry(String sink) throws IOException {
        Optional<Sink> found = find(sink);
        return found.isPresent() ? Optional.of(found.get().retry()) : Optional.empty();
    }

    /**
     * Deletes messages of a sink for good.
     *
     * @param waiting whether to delete the waiting messages, and not the dead letters
     * @return how many there were, or nothing when there is no such sink
     */
    public Optional<Integer> drop(String sink, boolean waiting) {
        return find(sink).map(found -> found.drop(waiting));
    }

    private Optional<Sink> find(String name) {
        return Optional.ofNullable(sinks.get(name)).filter(Sink::isKnown);
    }

    private Stream<Sink> known() {
        return sinks.values().stream().filter(Sink::isKnown);
    }
}
