package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Sends notifications to the subscribed sessions, and keeps them for repeats. Loop-confined. */
final class Deliveries {
    private static final int REMEMBERED = 10_000;

    private final Supplier<List<SimulatedSession>> sessions;
    private final EventSubMessages messages;
    private final FaultSwitches switches;
    private final Observations seen;
    private final Map<String, Sent> sent = new LinkedHashMap<>();

    Deliveries(
            Supplier<List<SimulatedSession>> sessions,
            EventSubMessages messages,
            FaultSwitches switches,
            Observations seen) {
        this.sessions = sessions;
        this.messages = messages;
        this.switches = switches;
        this.seen = seen;
    }

    /**
     * Delivers an event to every matching subscription that is enabled. The first delivery has the returned message id.
     */
    String notify(String type, JsonNode event) {
        String first = EventSubMessages.newId();
        String next = first;
        for (SimulatedSession session : sessions.get()) {
            for (SimulatedSubscription subscription : session.enabled(type)) {
                if (subscription.matches(event)) {
                    deliver(next, new Sent(session, messages.notification(next, subscription, event)));
                    next = EventSubMessages.newId();
                }
            }
        }
        return first;
    }

    private void deliver(String messageId, Sent message) {
        sent.put(messageId, message);
        if (sent.size() > REMEMBERED) {
            sent.remove(sent.keySet().iterator().next());
        }
        for (int copies = 0; copies <= switches.extraCopies; copies++) {
            send(message);
        }
    }

    /** Sends the same bytes again. Returns false when no living session got this message. */
    boolean redeliver(String messageId) {
        Sent message = sent.get(messageId);
        if (message == null || !sessions.get().contains(message.session)) {
            return false;
        }
        send(message);
        return true;
    }

    private void send(Sent message) {
        message.session.current().send(message.text);
        seen.counted("notifications");
    }

    private record Sent(SimulatedSession session, String text) {}
}
