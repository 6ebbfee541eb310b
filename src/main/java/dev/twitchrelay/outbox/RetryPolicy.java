package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Backoff;
import dev.twitchrelay.kit.Pause;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about the failed messages of a sink: whether a message is tried again, after which pause, and when the sink
 * stops. It also holds the state of the sink that people see. The log gets one line when a trouble begins, one line for
 * each further kind of trouble, and one line when the trouble is over, however many attempts fail. The thread of the
 * {@link SinkWorker} changes it; any thread may read the state.
 */
final class RetryPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);
    /** A message is given up after so many failures of the route, about a quarter of an hour with usual pauses. */
    private static final int ROUTE_FAILURES = 20;
    /** A peer that refuses so many different messages, and takes none between them, refuses all. */
    private static final int REFUSED_IN_A_ROW = 3;
    /**
     * A message that the peer of a stopped sink refuses so many more times is given up, after an hour with the usual
     * pause. Otherwise a row of bad messages would block the messages behind it for ever.
     */
    private static final int PROBES = 6;
    /** Peers ask for seconds all the time. People are told of a longer wait. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    private final Sink sink;
    private final Set<String> refusedBodies = new HashSet<>();
    private final Set<String> logged = new HashSet<>();
    private final AtomicReference<Condition> condition = new AtomicReference<>(Condition.GOOD);
    private Pause pause = Pause.NONE;
    private Backoff backoff;
    private int routeFailures;
    private int probes;
    private long deadMeanwhile;

    /** What a sink does with its messages. */
    private enum State {
        /** It delivers new messages. */
        READY,
        /** It keeps new messages, and tries again by itself. */
        WAITING,
        /** The latest message that it tried is a dead letter. It tries the next one. */
        FAILING,
        /** It keeps new messages until somebody has looked after it. */
        STOPPED
    }

    private record Condition(State state, FailureKind trouble, String reason) {
        static final Condition GOOD = new Condition(State.READY, null, null);
    }

    RetryPolicy(Sink sink) {
        this.sink = sink;
        this.backoff = new Backoff(sink.settings.firstRetry(), sink.settings.longestRetry());
        OutboxMessage dead = sink.newestDeadBeforeAnySuccess();
        if (dead != null && dead.failure() != null) {
            condition.set(new Condition(State.FAILING, dead.failure(), text(dead.failure(), dead.reason())));
        }
    }

    /** The status of the sink, whose route is awake. */
    SinkStatus status() {
        Condition now = condition.get();
        Duration wait = sink.limit.waitTime();
        if (now.state == State.READY && !wait.isZero() && sink.queue.size() > 0) {
            now = new Condition(
                    State.WAITING,
                    FailureKind.WAIT,
                    "its limit allows the next call in " + Math.max(1, wait.toSeconds()) + " s");
        }
        return sink.status(now.state.name().toLowerCase(Locale.ROOT), now.trouble, now.reason);
    }

    /** How long nothing is tried. */
    Duration pause() {
        return pause.left(sink.clock.instant());
    }

    boolean hasNoFailure() {
        return backoff.attempts() == 0 && routeFailures == 0 && condition.get().state != State.STOPPED;
    }

    /** Earlier failures count no longer. */
    void forget() {
        pause = Pause.NONE;
        forgetFailures();
        refusedBodies.clear();
    }

    private void forgetFailures() {
        backoff = backoff.reset();
        routeFailures = 0;
        probes = 0;
    }

    /** Somebody has deleted the dead letters, so a sink that was failing is ready. Thread-safe. */
    void deadLettersDropped() {
        condition.updateAndGet(now -> now.state == State.FAILING ? Condition.GOOD : now);
    }

    /** A message was delivered, so every trouble is over. */
    void delivered() {
        if (!logged.isEmpty()) {
            LOG.info(
                    "sink {} delivers again; {} messages wait, {} became dead letters meanwhile",
                    sink.name,
                    sink.queue.size(),
                    deadMeanwhile);
        }
        forget();
        logged.clear();
        deadMeanwhile = 0;
        condition.set(Condition.GOOD);
    }

    /** A message has become a dead letter. A stopped sink pauses; any other sink tries the next message. */
    void gaveUp(DeliveryFailure failure, OutboxMessage message) {
        forgetFailures();
        deadMeanwhile++;
        if (condition.get().state == State.STOPPED && refusedBodies.size() >= REFUSED_IN_A_ROW) {
            pauseFor(sink.settings.stoppedRetry());
            return;
        }
        pause = Pause.NONE;
        String text = text(failure.kind(), failure.reason());
        condition.set(new Condition(State.FAILING, failure.kind(), text));
        if (logged.add("dead" + failure.kind())) {
            LOG.warn(
                    "sink {}: a message of type {} is a dead letter in {}: {}",
                    sink.name,
                    message.type(),
                    sink.settings.deadLetters(sink.name),
                    text);
        }
    }

    void pauseFor(Duration length) {
        pause = Pause.of(length, sink.clock.instant());
    }

    /**
     * Takes note of a failure.
     *
     * @return whether the batch is not sent again: a single message is to be given up, several are to be sent one by
     *     one
     */
    boolean isFinal(DeliveryFailure failure, MessageBatch batch) {
        FailureKind kind = failure.kind();
        boolean isFinal =
                switch (kind) {
                    case GIVEN_UP -> true;
                    case REFUSED -> batch.size() > 1 || !refusesAll(batch.first());
                    case ROUTE -> batch.size() > 1 || ++routeFailures >= ROUTE_FAILURES;
                    default -> false;
                };
        if (isFinal) {
            return true;
        }
        sink.retried.incrementAndGet();
        switch (kind) {
            case WAIT -> {
                // a peer that names no time would be called again at once, and for ever
                boolean named =
                        failure.retryAfter() != null && !failure.retryAfter().isZero();
                Duration wait = named ? failure.retryAfter() : nextDelay();
                sink.limit.closeFor(wait);
                if (wait.compareTo(LONG_WAIT) >= 0) {
                    tell(State.WAITING, kind, failure.reason() + ", for " + wait.toSeconds() + " s");
                }
            }
            case NETWORK, SIGN_IN, ROUTE -> {
                pauseFor(nextDelay());
                if (failure.retryAfter() != null) {
                    sink.limit.closeFor(failure.retryAfter());
                }
                tell(State.WAITING, kind, failure.reason());
            }
            default -> {
                pause = kind == FailureKind.GONE
                        ? Pause.ENDLESS
                        : Pause.of(sink.settings.stoppedRetry(), sink.clock.instant());
                String row =
                        kind == FailureKind.REFUSED ? " (" + REFUSED_IN_A_ROW + " different messages in a row)" : "";
                tell(State.STOPPED, kind, failure.reason() + row);
            }
        }
        return false;
    }

    private Duration nextDelay() {
        Duration delay = backoff.delay();
        backoff = backoff.failed();
        return delay;
    }

    /** Whether the peer refuses all messages, so that this message is kept. */
    private boolean refusesAll(OutboxMessage message) {
        refusedBodies.add(message.body());
        return refusedBodies.size() >= REFUSED_IN_A_ROW && ++probes <= PROBES;
    }

    private void tell(State state, FailureKind kind, String reason) {
        String text = text(kind, reason);
        condition.set(new Condition(state, kind, text));
        if (!logged.add(state.name() + kind)) {
            return;
        }
        if (state == State.STOPPED) {
            LOG.error("sink {} is stopped, {} messages are kept: {}", sink.name, sink.queue.size(), text);
        } else {
            LOG.warn("sink {} waits, with {} messages: {}", sink.name, sink.queue.size(), text);
        }
    }

    private String text(FailureKind kind, String reason) {
        return reason + ": " + kind.remedy(sink.name);
    }
}
