package dev.twitchrelay.outbox;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the way of a sink: what kind of failure, when it is tried again, and what people are told. The log gets one line
 * when a trouble begins, one for each further kind of it, and one when it is over, however many attempts fail meanwhile.
 * Changed under its lane's lock, read by anybody.
 */
final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    /** A route that cannot take a message so many times will not take it at all; by the pauses about a quarter of an hour. */
    private static final int ROUTE_FAILURES = 20;
    /** A peer that refuses so many different messages without taking one between them refuses all. */
    private static final int REFUSED_IN_A_ROW = 3;
    /**
     * A message that a stopped sink's peer refuses so many more times is given up nevertheless, an hour by the usual pause:
     * otherwise a run of bad messages would block those behind it for ever.
     */
    private static final int PROBES = 6;
    /** Peers ask for seconds all the time; a longer wait is worth a line. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    private final Sink sink;
    private final Set<String> refusedContents = new HashSet<>();
    private final Set<String> logged = new HashSet<>();
    private Pause pause = Pause.NONE;
    private int failures;
    private int routeFailures;
    private int probes;
    private long deadMeanwhile;
    private volatile Told told = Told.NOTHING;

    /** What people are told. */
    private record Told(SinkState state, Failure failure, String reason) {
        static final Told NOTHING = new Told(SinkState.READY, null, null);
    }

    Troubles(Sink sink) {
        this.sink = sink;
        OutboxMessage dead = sink.newestDeadBeforeAnySuccess();
        if (dead != null && dead.failure() != null) {
            told = new Told(SinkState.FAILING, dead.failure(), text(dead.failure(), dead.reason()));
        }
    }

    SinkState state() {
        return waitsForLimit() ? SinkState.WAITING : told.state;
    }

    /** What kind of failure it is, or null. */
    Failure failure() {
        return waitsForLimit() ? Failure.WAIT : told.failure;
    }

    String reason() {
        return waitsForLimit()
                ? "its limit allows the next call in "
                        + Math.max(1, sink.limit.waitTime().toSeconds()) + " s"
                : told.reason;
    }

    private boolean waitsForLimit() {
        return told.state == SinkState.READY && !sink.limit.waitTime().isZero() && sink.queue.size() > 0;
    }

    /** How long nothing is tried. */
    Duration left() {
        return pause.left(sink.clock.instant());
    }

    boolean none() {
        return failures == 0 && routeFailures == 0 && told.state != SinkState.STOPPED;
    }

    /** Somebody has seen to it: earlier failures count no longer. */
    void forget() {
        pause = Pause.NONE;
        failures = 0;
        routeFailures = 0;
        probes = 0;
        refusedContents.clear();
    }

    /** Somebody has seen to the dead letters, and nothing else was in the way. */
    void seen() {
        if (told.state == SinkState.FAILING) {
            told = Told.NOTHING;
        }
    }

    /** A message was delivered: whatever was in the way is over. */
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
        told = Told.NOTHING;
    }

    /** A message was given up because of this; the next one is tried. */
    void gaveUp(Verdict verdict, OutboxMessage message) {
        failures = 0;
        routeFailures = 0;
        probes = 0;
        deadMeanwhile++;
        if (told.state == SinkState.STOPPED && refusedContents.size() >= REFUSED_IN_A_ROW) {
            later(sink.settings.stoppedRetry());
            return;
        }
        pause = Pause.NONE;
        told = new Told(SinkState.FAILING, verdict.failure(), text(verdict.failure(), verdict.reason()));
        if (isNews("dead", verdict.failure())) {
            LOG.warn(
                    "sink {}: a message of type {} is a dead letter in {}: {}",
                    sink.name,
                    message.type(),
                    sink.settings.deadLetters(sink.name),
                    told.reason);
        }
    }

    /** Its own disk is in the way. */
    void later(Duration length) {
        pause = Pause.of(length, sink.clock.instant());
    }

    /**
     * Takes note of a failure.
     *
     * @return whether these messages are to be given up, or taken apart, instead of being sent again
     */
    boolean isFinal(Verdict verdict, Batch batch) {
        boolean alone = batch.size() == 1;
        switch (verdict.failure()) {
            case GIVEN_UP -> {
                return true;
            }
            case REFUSED -> {
                if (!alone || !refusesAll(batch.first())) {
                    return true;
                }
            }
            case ROUTE -> {
                if (!alone || ++routeFailures >= ROUTE_FAILURES) {
                    return true;
                }
            }
            default -> {
                // it says nothing of this message
            }
        }
        sink.retried.incrementAndGet();
        switch (verdict.failure()) {
            case WAIT -> waits(verdict);
            case NETWORK, SIGN_IN, ROUTE -> {
                later(sink.settings.pause(++failures));
                if (verdict.after() != null) {
                    sink.limit.closeFor(verdict.after());
                }
                tell(SinkState.WAITING, verdict.failure(), verdict.reason());
            }
            case REFUSED ->
                stops(
                        verdict,
                        verdict.reason() + " (" + REFUSED_IN_A_ROW + " different messages in a row)",
                        Pause.of(sink.settings.stoppedRetry(), sink.clock.instant()));
            case STOPPED ->
                stops(verdict, verdict.reason(), Pause.of(sink.settings.stoppedRetry(), sink.clock.instant()));
            case GONE -> stops(verdict, verdict.reason(), Pause.ENDLESS);
            default -> throw new IllegalStateException(verdict.toString());
        }
        return false;
    }

    /** Whether no message has a chance any longer, so that this one is kept. */
    private boolean refusesAll(OutboxMessage message) {
        refusedContents.add(message.body());
        return refusedContents.size() >= REFUSED_IN_A_ROW && ++probes <= PROBES;
    }

    private void waits(Verdict verdict) {
        // a peer that asks for no time would be called again at once, and for ever
        boolean named = verdict.after() != null && !verdict.after().isZero();
        Duration wait = named ? verdict.after() : sink.settings.pause(++failures);
        sink.limit.closeFor(wait);
        if (wait.compareTo(LONG_WAIT) >= 0) {
            tell(SinkState.WAITING, verdict.failure(), verdict.reason() + ", for " + wait.toSeconds() + " s");
        }
    }

    private void stops(Verdict verdict, String reason, Pause until) {
        pause = until;
        tell(SinkState.STOPPED, verdict.failure(), reason);
    }

    private void tell(SinkState state, Failure failure, String reason) {
        told = new Told(state, failure, text(failure, reason));
        if (!isNews(state.word(), failure)) {
            return;
        }
        if (state == SinkState.STOPPED) {
            LOG.error("sink {} is stopped, {} messages are kept: {}", sink.name, sink.queue.size(), told.reason);
        } else {
            LOG.warn("sink {} waits, with {} messages: {}", sink.name, sink.queue.size(), told.reason);
        }
    }

    private boolean isNews(String what, Failure failure) {
        return logged.add(what + failure);
    }

    private String text(Failure failure, String reason) {
        return reason + ": " + failure.remedy(sink.name);
    }
}
