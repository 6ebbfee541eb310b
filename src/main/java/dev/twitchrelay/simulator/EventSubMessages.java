package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;

/** Writes the five types of messages with the members of production, in production's order. Loop-confined. */
final class EventSubMessages {
    private final TwitchClock clock;
    private final FaultSwitches switches;

    EventSubMessages(TwitchClock clock, FaultSwitches switches) {
        this.clock = clock;
        this.switches = switches;
    }

    String welcome(SimulatedSession session) {
        ObjectNode message = envelope(newId(), "session_welcome", Duration.ZERO);
        session(message, session, "connected").put("keepalive_timeout_seconds", session.keepaliveSeconds);
        return finish(message, null);
    }

    String keepalive() {
        ObjectNode message = envelope(newId(), "session_keepalive", Duration.ZERO);
        return SimulatorJson.write(message);
    }

    String reconnect(SimulatedSession session, String url) {
        ObjectNode message = envelope(newId(), "session_reconnect", Duration.ZERO);
        // null, as in production, although the welcome has a number here
        session(message, session, "reconnecting").putNull("keepalive_timeout_seconds");
        String text = finish(message, url);
        return switches.escapeAmpersands ? text.replace("&", "\\u0026") : text;
    }

    String notification(String messageId, SimulatedSubscription subscription, JsonNode event) {
        ObjectNode message = envelope(messageId, "notification", switches.age);
        subscription(message, subscription);
        payload(message).set("event", event);
        return SimulatorJson.write(message);
    }

    String revocation(SimulatedSubscription subscription) {
        ObjectNode message = envelope(newId(), "revocation", Duration.ZERO);
        subscription(message, subscription);
        return SimulatorJson.write(message);
    }

    String ofUnknownType() {
        ObjectNode message = envelope(newId(), "session_weather", Duration.ZERO);
        payload(message).put("outlook", "sunny");
        return SimulatorJson.write(message);
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    private ObjectNode envelope(String id, String type, Duration age) {
        ObjectNode message = SimulatorJson.object();
        ObjectNode metadata = message.putObject("metadata")
                .put("message_id", id)
                .put("message_type", type)
                .put("message_timestamp", TwitchClock.timestamp(clock.now().minus(age)));
        message.putObject("payload");
        if (switches.unknownFields) {
            metadata.put("shard_hint", "eu-7");
            payload(message).putObject("diagnostics").put("hops", 3);
            message.put("schema", 9);
        }
        return message;
    }

    private ObjectNode session(ObjectNode message, SimulatedSession session, String status) {
        ObjectNode node = payload(message)
                .putObject("session")
                .put("id", session.id)
                .put("status", status)
                .put("connected_at", TwitchClock.timestamp(session.connectedAt));
        if (switches.unknownFields) {
            node.put("region", "eu-west");
        }
        return node;
    }

    private static String finish(ObjectNode message, String reconnectUrl) {
        ObjectNode session = (ObjectNode) payload(message).get("session");
        // recovery_url is undocumented, but present and null in every real message
        session.put("reconnect_url", reconnectUrl).putNull("recovery_url");
        return SimulatorJson.write(message);
    }

    private void subscription(ObjectNode message, SimulatedSubscription subscription) {
        ((ObjectNode) message.get("metadata"))
                .put("subscription_type", subscription.type.type())
                .put("subscription_version", subscription.type.version());
        ObjectNode node = subscription.inMessage();
        if (switches.unknownFields) {
            node.put("tier_hint", "gold");
        }
        payload(message).set("subscription", node);
    }

    private static ObjectNode payload(ObjectNode message) {
        return (ObjectNode) message.get("payload");
    }
}
