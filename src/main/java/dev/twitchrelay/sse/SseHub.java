package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One named event stream: takes messages from any thread and writes each to every client that wants it.
 *
 * <p>A message is encoded once and appended to a shared log; a client is a position in that log, owned by the event loop
 * of its connection. Publishing therefore costs the same for one client as for ten thousand and never waits for any of
 * them. All methods are thread-safe.
 */
public final class SseHub {

    private static final long SHUTDOWN_BOUND_MILLIS = 2_000;

    private final String name;
    private final SseSettings settings;
    private final MessageIds ids;
    private final MessageLog log;
    private final long begin;
    private final ClientLimits limits;
    private final RandomGenerator random;
    private final HubCounters counters = new HubCounters();
    private final Distributor distributor;
    private volatile boolean stale;
    private final ConcurrentMap<EventExecutor, ClientLoop> loopsByExecutor = new ConcurrentHashMap<>();
    private volatile ClientLoop[] loops = {};
    private CompletableFuture<Void> shutdown;

    /** A hub for this run of the process: the term of its ids is the current time. */
    public SseHub(String name, SseSettings settings) {
        this(name, settings, EventJournal.NONE);
    }

    /** The same, going on where the journal's latest run ended. */
    public SseHub(String name, SseSettings settings, EventJournal journal) {
        this(name, newTerm(journal), settings, Clock.systemUTC(), null, journal);
    }

    /**
     * @param name   what {@code sse:NAME} and the registry call it
     * @param term   tells the ids of one run from those of another: 1 to 32 letters, digits, dots or underscores
     * @param clock  gives messages their time
     * @param random gives clients different reconnect delays at shutdown; null = a generator of the hub's own
     * @throws IllegalArgumentException if name or term is malformed
     */
    public SseHub(String name, String term, SseSettings settings, Clock clock, RandomGenerator random) {
        this(name, term, settings, clock, random, EventJournal.NONE);
    }

    /**
     * One of several replicas of a hub. It shows what it is given by {@link #catchUp} and {@link #receive}.
     *
     * @param distributor takes what is published here to all replicas
     */
    public SseHub(String name, SseSettings settings, Distributor distributor) {
        this(name, MessageIds.shared(), settings, Clock.systemUTC(), null, EventJournal.NONE, distributor);
    }

    /** @param journal what earlier runs published, and where this one keeps what it publishes */
    SseHub(String name, String term, SseSettings settings, Clock clock, RandomGenerator random, EventJournal journal) {
        this(name, new MessageIds(term, spans(journal)), settings, clock, random, journal, null);
        journal.begun(term, begin);
    }

    private SseHub(
            String name,
            MessageIds ids,
            SseSettings settings,
            Clock clock,
            RandomGenerator random,
            EventJournal journal,
            Distributor distributor) {
        if (!SseSettings.isName(name)) {
            throw new IllegalArgumentException("The name of a hub must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        this.name = name;
        this.settings = settings;
        this.ids = ids;
        this.distributor = distributor;
        this.log = new MessageLog(ids, settings.types().latestOnly(), settings.history(), clock, journal);
        this.begin = log.newest().sequence();
        this.limits = new ClientLimits(settings.maxClients(), settings.maxClientsPerAddress());
        this.random = random;
    }

    private static String newTerm(EventJournal journal) {
        return MessageIds.newTerm(
                System.currentTimeMillis(),
                journal.runs().stream().map(EventJournal.Run::term).toList());
    }

    /** Where the positions of earlier runs lie: each ends with its last message, or where the next one began. */
    private static Map<String, MessageIds.Span> spans(EventJournal journal) {
        Map<String, MessageIds.Span> spans = new HashMap<>();
        journal.runs().forEach(run -> spans.put(run.term(), new MessageIds.Span(run.after(), run.after())));
        for (EventJournal.Kept kept : journal.messages()) {
            String id = kept.message().id();
            long sequence = kept.message().sequence();
            spans.merge(
                    id.substring(0, Math.max(0, id.lastIndexOf('-'))),
                    new MessageIds.Span(kept.before(), sequence),
                    (known, found) -> new MessageIds.Span(known.after(), sequence));
        }
        return spans;
    }

    /** Publishes a message without headers. */
    public SseMessage publish(String type, String name, byte[] json) {
        return publish(type, name, EventHeaders.NONE, json);
    }

    /**
     * Publishes a message. Returns as soon as it has its place in the log; messages of several threads get their ids in
     * the order in which every client sees them.
     *
     * @param type one of the hub's types
     * @param name the event name that clients filter by, 1 to 64 letters, digits, '.', '_' or '-'; or null
     * @param headers kept with the message, at most {@link EventHeaders#LONGEST} characters
     * @param json one JSON object on one line, UTF-8, at most 256 KiB; not changed by anyone afterwards
     * @return the message with its id and time
     * @throws IllegalArgumentException if any of them is not so; nothing is published then
     */
    public SseMessage publish(String type, String name, EventHeaders headers, byte[] json) {
        if (type == null || !settings.types().known().contains(type)) {
            throw new IllegalArgumentException(
                    "the type must be one of " + settings.types().known() + ", but is '" + type + "'");
        }
        if (name != null && !SseSettings.isName(name)) {
            throw new IllegalArgumentException("the event name must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        if (headers.json().length() > EventHeaders.LONGEST) {
            throw new IllegalArgumentException("its headers Event… take "
                    + headers.json().length() + " characters, more than the " + EventHeaders.LONGEST
                    + " that are allowed: remove a header that is not needed before the message is published");
        }
        try {
            JsonLine.check(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the message must be one JSON object on one line (marshal it once as compact JSON), but "
                            + e.getMessage(),
                    e.getCause());
        }
        if (distributor != null) {
            return distributor.distribute(type, name, headers, json);
        }
        SseMessage message = log.append(type, name, headers, json);
        schedule();
        return message;
    }

    private void schedule() {
        for (ClientLoop loop : loops) {
            loop.schedule();
        }
    }

    /**
     * A message of this or another replica, in the order that all replicas have in common.
     *
     * @param message with the id and the sequence that it was given there
     * @param before the sequence of the replayable message before it, so that a missing one shows; 0 if there was none
     * @return whether it is new
     */
    public boolean receive(SseMessage message, long before) {
        boolean isNew = log.receive(message, before);
        if (isNew) {
            counters.received.increment();
            schedule();
        }
        return isNew;
    }

    /**
     * What the replicas have published before this one came; it becomes history. Clients that are here already are cut, and
     * resume.
     *
     * @param kept replayable messages, oldest first
     * @param latest the latest message of the latest-only type, or null
     * @param begin no message of theirs has a lower sequence; an id with one is not known
     */
    public void catchUp(List<EventJournal.Kept> kept, EventJournal.Kept latest, long begin) {
        log.catchUp(kept, latest, begin);
        schedule();
    }

    /** Whether what the replicas have published before is not known here yet. */
    public boolean awaitsHistory() {
        return ids.awaitHistory();
    }

    /** Whether new messages may be missing for the moment; clients that connect are told. */
    public void stale(boolean stale) {
        this.stale = stale;
    }

    public boolean isStale() {
        return stale;
    }

    /** The sequence of the newest message, 0 before the first. */
    public long sequence() {
        return log.newest().sequence();
    }

    /** The sequence of the newest replayable message, 0 before the first. */
    public long lastReplayable() {
        return log.newest().lastReplayable();
    }

    /**
     * Tells every client when to come back, each a different delay, ends all streams and refuses new ones. Publishing
     * goes on into the log.
     *
     * @return completes when all have been told, after two seconds at the latest; the same future every time
     */
    public CompletableFuture<Void> shutdown() {
        synchronized (loopsByExecutor) {
            if (shutdown == null) {
                CompletableFuture<?>[] ends = Arrays.stream(loops)
                        .map(loop -> loop.shutdown(this::shutdownRetryMillis, SHUTDOWN_BOUND_MILLIS))
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

    /** Streams open now. */
    public int clients() {
        return limits.clients();
    }

    /** Messages published by this run; in a cluster, by all replicas since this one is there. */
    public long published() {
        return distributor == null ? log.newest().sequence() - begin : counters.received.sum();
    }

    /** Streams opened, those that have ended included. */
    public long opened() {
        return counters.opened.sum();
    }

    /** Messages written to clients, each counted once per client; snapshots and replays included. */
    public long delivered() {
        return counters.delivered.sum();
    }

    /** Clients whose connection was closed because they did not read. */
    public long cut() {
        return counters.cut.sum();
    }

    /** Requests for a stream that were refused because of a limit or the shutdown. */
    public long refused() {
        return counters.refused.sum();
    }

    /** The id of the newest message; a valid id with count 0 before the first. */
    public String headId() {
        return ids.format(log.newest().sequence());
    }

    /** The newest message of a type, as far as history reaches; the latest-only type is remembered for ever. */
    public Optional<SseMessage> latest(String type) {
        if (type.equals(settings.types().latestOnly())) {
            return Optional.ofNullable(log.newest().latest()).map(LogEntry::message);
        }
        return recent(settings.history()).stream()
                .filter(message -> message.type().equals(type))
                .findFirst();
    }

    /**
     * The newest messages of the history, newest first; the latest-only type is not among them.
     *
     * @param limit at least 0; more than {@code sse.history} gives no more than that
     */
    public List<SseMessage> recent(int limit) {
        return recentEntries(limit).stream().map(LogEntry::message).toList();
    }

    /** The same with their frames. */
    List<LogEntry> recentEntries(int limit) {
        return log.recent(limit);
    }

    /**
     * Opens a stream on the connection, or says why not, in which case nothing has been written. Called on the
     * connection's event loop.
     */
    Admission open(
            EventExecutor executor, ClientConnection connection, String address, StreamFilter filter, String id) {
        ClientLoop loop = loop(executor);
        Admission admission =
                loop == null ? Admission.SHUTTING_DOWN : loop.open(connection, address, filter, ids, id, stale);
        (admission == Admission.ADMITTED ? counters.opened : counters.refused).increment();
        return admission;
    }

    /** The loop of an executor, null if there is none and none is to be made any more. */
    private ClientLoop loop(EventExecutor executor) {
        ClientLoop known = loopsByExecutor.get(executor);
        if (known != null) {
            return known;
        }
        synchronized (loopsByExecutor) {
            if (shutdown != null) {
                return null;
            }
            ClientLoop loop = new ClientLoop(executor, log, counters, limits, settings);
            loopsByExecutor.put(executor, loop);
            loops = loopsByExecutor.values().toArray(ClientLoop[]::new);
            return loop;
        }
    }

    private long shutdownRetryMillis() {
        long shortest = settings.shutdownRetry().shortest().toMillis();
        long longest = settings.shutdownRetry().longest().toMillis();
        RandomGenerator generator = random == null ? ThreadLocalRandom.current() : random;
        return generator.nextLong(shortest, longest + 1);
    }
}
