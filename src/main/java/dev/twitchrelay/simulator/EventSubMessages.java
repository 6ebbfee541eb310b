package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Writes the five types of messages with the members of production, in production's order. Loop-confined. */
final class EventSubMessages {
    private final SimulatorLoop loop;
    private final ActiveFaults faults;

    EventSubMessages(SimulatorLoop loop, ActiveFaults faults) {
        this.loop = loop;
        this.faults = faults;
    }

    String welcome(SimulatedSession session) {
        return ofSession("session_welcome", "connected", session, session.keepaliveSeconds, null);
    }

    String keepalive() {
        return message(newId(), "session_keepalive", Duration.ZERO).toString();
    }

    String reconnect(SimulatedSession session, String url) {
        // production sends null here, although the welcome has a number, and may write an ampersand as an escape
        return ofSession("session_reconnect", "reconnecting", session, null, url)
                .replace("&", "\\u0026");
    }

    /** @param copy whether another session gets the same event */
    String notification(String messageId, SimulatedSubscription subscription, JsonNode event, boolean copy) {
        boolean late = copy && !faults.copiesLate.isZero();
        Duration age = late ? faults.age.minusMillis(ThreadLocalRandom.current().nextInt(50)) : faults.age;
        ObjectNode message = message(messageId, "notification", age);
        addSubscription(message, subscription)
                .set(
                        "event",
                        copy && faults.copiesDiffer
                                ? event.<ObjectNode>deepCopy().put("region", "eu")
                                : event);
        return message.toString();
    }

    String revocation(SimulatedSubscription subscription) {
        ObjectNode message = message(newId(), "revocation", Duration.ZERO);
        addSubscription(message, subscription);
        return message.toString();
    }

    String ofUnknownType() {
        ObjectNode message = message(newId(), "session_weather", Duration.ZERO);
        payload(message).put("outlook", "sunny");
        return message.toString();
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    private ObjectNode message(String id, String type, Duration age) {
        ObjectNode message = SimulatorJson.object();
        ObjectNode metadata = message.putObject("metadata")
                .put("message_id", id)
                .put("message_type", type)
                .put("message_timestamp", SimulatorJson.timestamp(loop.now().minus(age)));
        ObjectNode payload = message.putObject("payload");
        if (faults.unknownFields) {
            metadata.put("shard_hint", "eu-7");
            payload.putObject("diagnostics").put("hops", 3);
            message.put("schema", 9);
        }
        return message;
    }

    private String ofSession(
            String type, String status, SimulatedSession session, Integer keepaliveSeconds, String reconnectUrl) {
        ObjectNode message = message(newId(), type, Duration.ZERO);
        ObjectNode node = payload(message)
                .putObject("session")
                .put("id", session.id)
                .put("status", status)
                .put("connected_at", SimulatorJson.timestamp(session.connectedAt))
                .put("keepalive_timeout_seconds", keepaliveSeconds)
                .put("reconnect_url", reconnectUrl)
                // undocumented, but present and null in every real message
                .putNull("recovery_url");
        if (faults.unknownFields) {
            node.put("region", "eu-west");
        }
        return message.toString();
    }

    /** Adds the subscription to the metadata and to the payload. Returns the payload. */
    private ObjectNode addSubscription(ObjectNode message, SimulatedSubscription subscription) {
        message.withObject("/metadata")
                .put("subscription_type", subscription.type.type())
                .put("subscription_version", subscription.type.version());
        ObjectNode node = subscription.inMessage();
        if (faults.unknownFields) {
            node.put("tier_hint", "gold");
        }
        payload(message).set("subscription", node);
        return payload(message);
    }

    private static ObjectNode payload(ObjectNode message) {
        return message.withObject("/payload");
    }
}
