package dev.twitchrelay.sse;

import org.apache.camel.spi.Metadata;

/** The headers of {@code sse:}. */
public final class SseConstants {

    @Metadata(
            label = "producer",
            description = "The type of the message, one of the hub's",
            javaType = "String",
            required = true)
    public static final String TYPE = "CamelSseType";

    @Metadata(label = "producer", description = "The event name that clients filter by", javaType = "String")
    public static final String NAME = "CamelSseName";

    @Metadata(label = "producer", description = "The id that the message was given", javaType = "String")
    public static final String ID = "CamelSseId";

    private SseConstants() {}
}
