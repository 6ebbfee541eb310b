package dev.twitchrelay.sse;

import org.apache.camel.spi.Metadata;

/** The headers of {@code sse:}. */
public final class SseConstants {

    @Metadata(
            label = "producer",
            description = "The type of the message, event or stats",
            javaType = "String",
            required = true)
    public static final String TYPE = "CamelSseType";

    @Metadata(label = "producer", description = "The event name that clients filter by", javaType = "String")
    public static final String NAME = "CamelSseName";

    @Metadata(label = "producer", description = "The id of the published message", javaType = "String")
    public static final String ID = "CamelSseId";

    private SseConstants() {}
}
