package dev.twitchrelay.eventsub;

import org.apache.camel.spi.Metadata;

/**
 * The headers of a message that a {@code twitch-eventsub:} route receives. The body is Twitch's whole message as a JSON
 * node.
 */
public final class EventSubConstants {
    @Metadata(description = "notification, revocation, or session_welcome of a fresh session", javaType = "String")
    public static final String MESSAGE_TYPE = "CamelTwitchEventSubMessageType";

    @Metadata(description = "Twitch's id of the message; a repeated message has the same id", javaType = "String")
    public static final String MESSAGE_ID = "CamelTwitchEventSubMessageId";

    @Metadata(description = "When Twitch sent the message, RFC 3339", javaType = "String")
    public static final String MESSAGE_TIMESTAMP = "CamelTwitchEventSubMessageTimestamp";

    @Metadata(
            description = "The subscription type, for example channel.follow; a welcome has none",
            javaType = "String")
    public static final String SUBSCRIPTION_TYPE = "CamelTwitchEventSubSubscriptionType";

    @Metadata(description = "Version of the subscription type; a welcome has none", javaType = "String")
    public static final String SUBSCRIPTION_VERSION = "CamelTwitchEventSubSubscriptionVersion";

    private EventSubConstants() {}
}
