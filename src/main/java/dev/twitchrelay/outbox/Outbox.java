package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
 * Everything that is still to be delivered to sinks. Adding a message writes one small file for each sink that wants it and
 * waits for nothing else; each sink has a lane of its own, so none holds up another. Thread-safe.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Between a client's being shown a message and its being kept there are milliseconds. */
    private static final Duration KILLED_OVER = Duration.ofSeconds(5);

    private final OutboxSettings settings;
    private final Clock clock;
    private final Storage storage;
    private final Predicate<Throwable> signIn;
    private final Map<String, Sink> sinks = new ConcurrentSkipListMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Bookmark published;
    private final String publishedBefore;
    private long latest;
    private volatile OutboxMessage totals;
    private volatile List<Published> missed = List.of();

    /**
     * A message as it was published.
     *
     * @param id the same as in {@link OutboxConstants#MESSAGE_ID}
     * @param time when
     * @param headers what its publisher said of it
     * @param body JSON text
     */
    public record Published(String id, Instant time, EventHeaders headers, String body) {}

    /**
     * Finds what an earlier run left.
     *
     * @param storage keeps what the disk has no room for
     * @param signIn tells exceptions that say that nobody is signed in
     * @throws IOException if its folder cannot be read
     */
    public Outbox(OutboxSettings settings, Clock clock, Storage storage, Predicate<Throwable> signIn)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.storage = storage;
        this.signIn = signIn;
        this.published = new Bookmark(settings.queue("published-until"), storage);
        this.publishedBefore = published.read();
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

    /** Tells the name of each sink, now and when there is another one. */
    public synchronized void onSink(Consumer<String> listener) {
        listeners.add(listener);
        sinks.keySet().forEach(listener);
    }

    /** How one sink is doing; nothing when there is no such sink. */
    public Optional<SinkStatus> status(String sink) {
        return find(sink).map(Sink::status);
    }

    /**
     * Keeps a message for every sink that wants it; returns when it would survive the end of this process, unless the disk
     * takes nothing at the moment. A sink that there is no room for counts it as lost.
     *
     * @param only the one sink that it is for, or null for all
     * @param id null makes one
     * @throws IOException if it could not be kept for the one sink that it is for
     */
    void add(String only, String id, EventHeaders headers, String body) throws IOException {
        OutboxMessage message = numbered(id, headers, body);
        if (message.isStats()) {
            totals = message;
        }
        for (Sink sink : sinks.values()) {
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
                    // the sink has counted and told it; whoever published it has reached everybody else
                    LOG.debug("lost for sink {}", sink.name, e);
                }
            }
        }
        if (only == null && !message.isStats() && isAllWritten()) {
            published.set(message.id());
        }
    }

    /** What is in memory only is gone with this process, so the next one has to look for it. */
    private boolean isAllWritten() {
        return sinks.values().stream().allMatch(sink -> sink.queue.inMemory() == 0);
    }

    /**
     * Tells what everybody was shown before this process began. What an earlier process was killed over before it had kept it
     * is kept for each sink when its route comes, before anything new: a message of its last seconds, for whatever is older
     * was not meant for sinks. Call it before the routes are loaded.
     *
     * @param newestFirst as far back as is known
     */
    public void shownBefore(List<Published> newestFirst) {
        if (newestFirst.isEmpty()) {
            return;
        }
        Instant oldest = newestFirst.get(0).time().minus(KILLED_OVER);
        List<Published> unkept = new ArrayList<>(newestFirst.stream()
                .takeWhile(message -> !message.id().equals(publishedBefore))
                .toList());
        boolean known = unkept.size() < newestFirst.size();
        unkept.removeIf(message -> message.time().isBefore(oldest));
        Collections.reverse(unkept);
        missed = known ? unkept : List.of();
    }

    private synchronized OutboxMessage numbered(String id, EventHeaders headers, String body) {
        latest = Math.max(latest + 1, OutboxMessage.sequence(clock.instant()));
        return new OutboxMessage(latest, id == null || id.isBlank() ? "m" + latest : id, headers, body, null, null);
    }

    /**
     * The route of a sink is there: it gets what waits, and what comes.
     *
     * @throws IllegalStateException if the sink has another route, which goes on
     */
    Lane attach(SinkOptions options, Delivery delivery) {
        Sink sink = sink(options.sink());
        Lane lane = new Lane(sink, options, delivery, signIn);
        boolean isNew = sink.options() == null;
        sink.attach(options, lane);
        if (options.isAwake()) {
            if (isNew) {
                keepMissed(sink);
                tellTotals(sink);
            }
            lane.start();
        }
        return lane;
    }

    private void keepMissed(Sink sink) {
        try {
            String newest = sink.newestId();
            List<String> ids = missed.stream().map(Published::id).toList();
            for (Published message : missed.subList(ids.indexOf(newest) + 1, missed.size())) {
                sink.offer(numbered(message.id(), message.headers(), message.body()));
            }
        } catch (IOException e) {
            LOG.warn("sink {} is not told what was published when the relay was killed: {}", sink.name, e.toString());
        }
    }

    /** Whoever wants totals need not wait until they change. */
    private void tellTotals(Sink sink) {
        OutboxMessage known = totals;
        if (known != null) {
            try {
                sink.offer(numbered(known.id(), known.headers(), known.body()));
            } catch (IOException e) {
                LOG.warn("sink {} is not told the totals before they change: {}", sink.name, e.toString());
            }
        }
    }

    /** The route of a sink ends. What comes is kept for it for a while: usually it is only exchanged. */
    void detach(String name, Lane lane) {
        lane.stop();
        sink(name).detach(lane);
    }

    /** What a failed delivery means; {@code ofCall}: it failed in a call to a peer, and not in a step of the route. */
    Verdict verdict(Throwable failure, boolean ofCall) {
        return Verdict.of(failure, ofCall, signIn);
    }

    CallLimit limit(String name) {
        return sink(name).limit;
    }

    /** Says once which sinks are awake, and what the others wait for. */
    public void announce() {
        missed = List.of();
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

    /** How each sink is doing, by name. */
    public List<SinkStatus> statuses() {
        return sinks.values().stream().filter(Sink::isKnown).map(Sink::status).toList();
    }

    /** Messages of a sink that were moved to its dead letters, since the start. */
    public long givenUp(String sink) {
        return find(sink).map(Sink::givenUp).orElse(0L);
    }

    /** What users have to grant on Twitch for the sinks that are awake, by the sink's name. */
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

    /** What waits and what is dead, oldest first; of each the first few. */
    public List<OutboxContent> contents() {
        return sinks.values().stream()
                .filter(Sink::isKnown)
                .map(OutboxContent::of)
                .toList();
    }

    /**
     * Delivers the dead letters of a sink once more, and tries at once what waits; a stopped sink goes on.
     *
     * @return how many were dead, or nothing when there is no such sink
     * @throws IOException if they cannot be moved
     */
    public Optional<Integer> retry(String sink) throws IOException {
        Optional<Sink> found = find(sink);
        return found.isPresent() ? Optional.of(found.get().retry()) : Optional.empty();
    }

    /**
     * Deletes messages for good.
     *
     * @param waiting those that wait, instead of the dead letters
     * @return how many, or nothing when there is no such sink
     */
    public Optional<Integer> drop(String sink, boolean waiting) {
        return find(sink).map(found -> found.drop(waiting));
    }

    private Optional<Sink> find(String name) {
        return Optional.ofNullable(sinks.get(name)).filter(Sink::isKnown);
    }
}
