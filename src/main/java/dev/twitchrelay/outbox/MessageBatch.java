package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that are delivered at once: usually a single message. Immutable.
 *
 * @param groups in order; the messages of a group have one type and are folded into one message
 * @param list whether the route expects a list, even of a single message
 */
record MessageBatch(List<List<OutboxMessage>> groups, boolean list) {

    /**
     * The longest batch that begins with the first of these messages.
     *
     * @param waiting at least one, in order
     */
    static MessageBatch of(List<OutboxMessage> waiting, SinkOptions options) {
        List<List<OutboxMessage>> groups = new ArrayList<>();
        for (OutboxMessage message : waiting) {
            List<OutboxMessage> last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (last != null
                    && options.folds(message)
                    && last.get(0).type().equals(message.type())
                    && !last.get(0).isStats()) {
                last.add(message);
            } else if (groups.size() < options.batch()) {
                groups.add(new ArrayList<>(List.of(message)));
            } else {
                break;
            }
        }
        return new MessageBatch(groups, options.batch() > 1);
    }

    List<OutboxMessage> messages() {
        return groups.stream().flatMap(List::stream).toList();
    }

    OutboxMessage first() {
        return groups.get(0).get(0);
    }

    int size() {
        return groups.stream().mapToInt(List::size).sum();
    }

    /** The body for the route: a message as it was published, a folded message, or a list of both. */
    String body(ObjectMapper json) throws JsonProcessingException {
        if (!list) {
            return groups.get(0).size() == 1 ? first().body() : json.writeValueAsString(folded(groups.get(0), json));
        }
        ArrayNode all = json.createArrayNode();
        for (List<OutboxMessage> group : groups) {
            all.add(group.size() == 1 ? json.readTree(group.get(0).body()) : folded(group, json));
        }
        return json.writeValueAsString(all);
    }

    /** {@code {"type":"event","event":"channel.follow","folded":12,"data":[{…},…]}}. */
    private static ObjectNode folded(List<OutboxMessage> group, ObjectMapper json) throws JsonProcessingException {
        ObjectNode folded = json.createObjectNode();
        folded.put("type", "event");
        folded.put("event", group.get(0).type());
        folded.put("folded", group.size());
        ArrayNode data = folded.putArray("data");
        for (OutboxMessage message : group) {
            data.add(json.readTree(message.body()).path("data"));
        }
        return folded;
    }
}
