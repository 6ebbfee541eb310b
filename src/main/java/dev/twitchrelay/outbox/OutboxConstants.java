package dev.twitchrelay.outbox;

/** The properties of an exchange that a sink gets. Its headers are {@link dev.twitchrelay.kit.EventHeaders}. */
public final class OutboxConstants {
    /** The sink that the exchange is delivered to. The outbox treats the failures of such exchanges. */
    static final String SINK = "OutboxSink";

    /** A {@code Predicate<Throwable>}: whether the route is to blame for a failure, and not its peer. */
    public static final String BLAME = "OutboxBlame";

    /** An {@link AttemptTracer.Trace}: where the attempt is, and where it failed. */
    static final String TRACE = "OutboxTrace";

    private OutboxConstants() {}
}
