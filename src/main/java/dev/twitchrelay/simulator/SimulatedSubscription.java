package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** One EventSub subscription, enabled or ended. Loop-confined. */
final class SimulatedSubscription {
    static final String ENABLED = "enabled";

    final String id;
    final SubscriptionType type;
    final Map<String, String> condition;
    final SimulatedSession session;
    final String userId;
    final Instant createdAt;
    final int cost;
    private final ObjectNode echoedCondition;
    private String status = ENABLED;
    private Instant endedAt;

    SimulatedSubscription(
            String id,
            SubscriptionType type,
            ObjectNode condition,
            boolean echoEmpty,
            SimulatedSession session,
            String userId,
            Instant createdAt,
            int cost) {
        this.id = id;
        this.type = type;
        this.condition = withoutEmpty(condition);
        this.session = session;
        this.userId = userId;
        this.createdAt = createdAt;
        this.cost = cost;
        this.echoedCondition = SimulatorJson.object();
        // Twitch returns optional keys that were not sent, with an empty text
        if (echoEmpty) {
            type.optional().forEach(key -> echoedCondition.put(key, ""));
        }
        this.condition.forEach(echoedCondition::put);
    }

    static Map<String, String> withoutEmpty(JsonNode condition) {
        Map<String, String> map = new TreeMap<>();
        condition.fields().forEachRemaining(entry -> {
            if (!entry.getValue().asText().isEmpty()) {
                map.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return map;
    }

    boolean enabled() {
        return status.equals(ENABLED);
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
     * Whether an event of this type meets the condition. Only keys that name the event's subject are compared; a
     * moderator or chat user in the condition only names the reader. A key that the event lacks counts as met, because
     * events are also written by hand.
     */
    boolean matches(JsonNode event) {
        return condition.entrySet().stream().allMatch(entry -> {
            String actual =
                    switch (entry.getKey()) {
                        case "broadcaster_user_id" ->
                            event.hasNonNull("broadcaster_user_id")
                                    ? event.path("broadcaster_user_id").asText()
                                    : event.path("broadcaster_id").asText();
                        case "to_broadcaster_user_id", "from_broadcaster_user_id" ->
                            event.path(entry.getKey()).asText();
                        case "user_id" -> aboutUser(event);
                        case "reward_id" ->
                            event.path("reward")
                                    .path("id")
                                    .asText(event.path("id").asText());
                        default -> "";
                    };
            return actual.isEmpty() || actual.equals(entry.getValue());
        });
    }

    private String aboutUser(JsonNode event) {
        return switch (type.type()) {
            case "user.update" -> event.path("user_id").asText();
            case "user.whisper.message" -> event.path("to_user_id").asText();
            default -> "";
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
        return node.put("created_at", TwitchClock.timestamp(createdAt));
    }

    /** The form in answers of the subscriptions endpoint. */
    ObjectNode inAnswer() {
        ObjectNode node = SimulatorJson.object()
                .put("id", id)
                .put("status", status)
                .put("type", type.type())
                .put("version", type.version());
        node.set("condition", echoedCondition.deepCopy());
        node.put("created_at", TwitchClock.timestamp(createdAt));
        ObjectNode transport = node.putObject("transport")
                .put("method", "websocket")
                .put("session_id", session.id)
                .put("connected_at", TwitchClock.seconds(session.connectedAt));
        if (endedAt != null) {
            transport.put("disconnected_at", TwitchClock.seconds(endedAt));
        }
        return node.put("cost", enabled() ? cost : 0);
    }
}
