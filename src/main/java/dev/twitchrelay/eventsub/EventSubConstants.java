package dev.twitchrelay.eventsub;

import org.apache.camel.spi.Metadata;

/** Headers of the messages that a {@code twitch-eventsub:} route receives. The body is the whole message as JSON node. */
public final class EventSubConstants {
    @Metadata(description = "notification, revocation, or session_welcome of a fresh session", javaType = "String")
    public static final String MESSAGE_TYPE = "CamelTwitchEventSubMessageType";

    @Metadata(description = "Twitch's id of the message, equal for repeats", javaType = "String")
    public static final String MESSAGE_ID = "CamelTwitchEventSubMessageId";

    @Metadata(description = "When Twitch sent the message, RFC 3339", javaType = "String")
    public static final String MESSAGE_TIMESTAMP = "CamelTwitchEventSubMessageTimestamp";

    @Metadata(description = "For example channel.follow; not on a welcome", javaType = "String")
    public static final String SUBSCRIPTION_TYPE = "CamelTwitchEventSubSubscriptionType";

    @Metadata(description = "Version of the subscription type; not on a welcome", javaType = "String")
    public static final String SUBSCRIPTION_VERSION = "CamelTwitchEventSubSubscriptionVersion";

    private EventSubConstants() {}
}
