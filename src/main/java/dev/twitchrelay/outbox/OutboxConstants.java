package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EventHeaders;
import org.apache.camel.spi.Metadata;

/** Headers and properties of the outbox. */
public final class OutboxConstants {
    @Metadata(description = "What a message is: event or stats", javaType = "String")
    static final String KIND = EventHeaders.KIND;

    @Metadata(description = "The event type", javaType = "String")
    static final String TYPE = EventHeaders.TYPE;

    @Metadata(description = "Names the message, the same at every attempt to deliver it", javaType = "String")
    static final String MESSAGE_ID = EventHeaders.MESSAGE_ID;

    /** Exchange property: the sink that an exchange is delivered to. Failures of such exchanges are the outbox's business. */
    public static final String SINK = "OutboxSink";

    /** Exchange property, a {@code Predicate<Throwable>}: whether a failure is the route's own and not its peer's. */
    public static final String BLAME = "OutboxBlame";

    /** Exchange property, a {@link Trail}: where an attempt is, and where it failed. */
    static final String TRAIL = "OutboxTrail";

    private OutboxConstants() {}
}
