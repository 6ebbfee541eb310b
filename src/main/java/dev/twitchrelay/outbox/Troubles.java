package dev.twitchrelay.outbox;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the way of a sink: since when it fails, when it is tried again, and what people are told, each thing once.
 * Changed under its lane's lock, read by anybody.
 */
final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    /** A route that cannot take a message so many times will not take it at all; by the pauses about a quarter of an hour. */
    private static final int ROUTE_FAILURES = 20;

    private final Sink sink;
    private Pause pause = Pause.NONE;
    private int failures;
    private int routeFailures;
    private volatile String state = "ready";
    private volatile String reason;

    Troubles(Sink sink) {
        this.sink = sink;
    }

    String state() {
        return state.equals("ready") && !sink.limit.waitTime().isZero() && sink.queue.size() > 0 ? "waiting" : state;
    }

    String reason() {
        return reason;
    }

    /** How long nothing is tried. */
    Duration left() {
        return pause.left(sink.clock.instant());
    }

    boolean none() {
        return failures == 0 && routeFailures == 0;
    }

    /** Somebody has seen to it: earlier failures count no longer. */
    void forget() {
        pause = Pause.NONE;
        failures = 0;
        routeFailures = 0;
    }

    /** Whatever was in the way is over. */
    void settled() {
        if (!state.equals("ready")) {
            LOG.info("sink {} delivers again; {} messages wait", sink.name, sink.queue.size());
        }
        forget();
        state = "ready";
        reason = null;
    }

    /** Its own disk is in the way. */
    void later(Duration length) {
        pause = Pause.of(length, sink.clock.instant());
    }

    /** Takes note of a failure. Returns whether the message is to be given up instead of being sent again. */
    boolean isFinal(Verdict verdict) {
        if (verdict.kind() == Verdict.Kind.DEAD) {
            return true;
        }
        sink.retried.incrementAndGet();
        switch (verdict.kind()) {
            case LIMITED ->
                sink.limit.closeFor(verdict.after() == null ? sink.settings.pause(++failures) : verdict.after());
            case RETRY -> {
                waits(verdict, "it is tried again by itself");
                if (verdict.after() != null) {
                    sink.limit.closeFor(verdict.after());
                }
            }
            case ROUTE -> {
                if (++routeFailures >= ROUTE_FAILURES) {
                    return true;
                }
                waits(verdict, "correct routes/sinks/" + sink.name + ".camel.yaml");
            }
            case STOP, GONE -> stops(verdict);
            default -> throw new IllegalStateException(verdict.toString());
        }
        return false;
    }

    private void waits(Verdict verdict, String remedy) {
        later(sink.settings.pause(++failures));
        boolean isNews = state.equals("ready") || verdict.kind() == Verdict.Kind.ROUTE;
        if (tell("waiting", verdict.reason() + ": " + remedy) && isNews) {
            LOG.warn("sink {} waits, with {} messages: {}", sink.name, sink.queue.size(), reason);
        }
    }

    private void stops(Verdict verdict) {
        String remedy = "check its settings sinks." + sink.name + ".*, then: outbox retry " + sink.name;
        if (tell("stopped", verdict.reason() + ": " + remedy)) {
            LOG.error("sink {} is stopped, {} messages are kept: {}", sink.name, sink.queue.size(), reason);
        }
        if (verdict.kind() == Verdict.Kind.GONE) {
            pause = Pause.ENDLESS;
        } else {
            later(sink.settings.stoppedRetry());
        }
    }

    /** Returns whether this is news. */
    private boolean tell(String now, String text) {
        boolean isNews = !text.equals(reason);
        state = now;
        reason = text;
        return isNews;
    }
}
