package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One EventSub subscription, enabled or ended. Loop-confined. */
final class SimulatedSubscription {
    final String id = UUID.randomUUID().toString();
    final SubscriptionType type;
    /** The keys and values that the client sent, without empty values. */
    final Map<String, String> condition;

    final SimulatedSession session;
    /** The id of the user whose token made the subscription. */
    final String holder;

    final int cost;
    private final ObjectNode echoedCondition = SimulatorJson.object();
    private final Instant createdAt;
    private String status = "enabled";
    private Instant endedAt;

    SimulatedSubscription(
            SubscriptionType type,
            Map<String, String> condition,
            boolean echoEmpty,
            SimulatedSession session,
            String holder,
            int cost,
            Instant createdAt) {
        this.type = type;
        this.condition = condition;
        this.session = session;
        this.holder = holder;
        this.cost = cost;
        this.createdAt = createdAt;
        // Twitch returns optional keys that were not sent, with an empty text
        if (echoEmpty) {
            type.optional().forEach(key -> echoedCondition.put(key, ""));
        }
        condition.forEach(echoedCondition::put);
    }

    boolean enabled() {
        return endedAt == null;
    }

    String status() {
        return status;
    }

    void end(String newStatus, Instant when) {
        status = newStatus;
        endedAt = when;
    }

    boolean sameAs(SubscriptionType otherType, Map<String, String> otherCondition) {
        return type.equals(otherType) && condition.equals(otherCondition);
    }

    /**
     * Whether an event of this type meets the condition. A key that the event lacks counts as met, because events are
     * also written by hand.
     */
    boolean matches(JsonNode event) {
        return condition.entrySet().stream().allMatch(entry -> members(entry.getKey()).stream()
                .map(pointer -> event.at(pointer).asText(""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(entry.getValue()::equals)
                .orElse(true));
    }

    /**
     * The members of an event that can have the value of a key in the condition. There is none for a key that only
     * names the reader, such as a moderator or a chat user.
     */
    private List<String> members(String key) {
        return switch (key) {
            case "broadcaster_user_id" -> List.of("/broadcaster_user_id", "/broadcaster_id");
            case "to_broadcaster_user_id", "from_broadcaster_user_id" -> List.of("/" + key);
            case "reward_id" -> List.of("/reward/id", "/id");
            case "user_id" ->
                switch (type.type()) {
                    case "user.update" -> List.of("/user_id");
                    case "user.whisper.message" -> List.of("/to_user_id");
                    default -> List.of();
                };
            default -> List.of();
        };
    }

    /** The form inside notifications and revocations. */
    ObjectNode inMessage() {
        ObjectNode node = SimulatorJson.object()
                .put("id", id)
                .put("status", status)
                .put("type", type.type())
                .put("version", type.version())
                .put("cost", cost);
        node.set("condition", echoedCondition.deepCopy());
        node.putObject("transport").put("method", "websocket").put("session_id", session.id);
        return node.put("created_at", SimulatorJson.timestamp(createdAt));
    }

    /** The form in answers of the subscriptions endpoint. */
    ObjectNode inAnswer() {
        ObjectNode node = inMessage().put("cost", enabled() ? cost : 0);
        ObjectNode transport =
                node.withObject("/transport").put("connected_at", SimulatorJson.seconds(session.connectedAt));
        if (endedAt != null) {
            transport.put("disconnected_at", SimulatorJson.seconds(endedAt));
        }
        return node;
    }
}
