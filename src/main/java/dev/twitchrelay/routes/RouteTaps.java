package dev.twitchrelay.routes;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/** Who looks at the messages that enter and leave running routes. Costs nothing while nobody does. Thread-safe. */
final class RouteTaps {
    private static final int MOST_BODY = 10_000;
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(authorization|token|secret|password|cookie|api-?key).*");

    private final Map<String, List<Consumer<TappedMessage>>> taps = new ConcurrentHashMap<>();

    /** @return ends the tap */
    AutoCloseable open(String route, Consumer<TappedMessage> to) {
        taps.computeIfAbsent(route, id -> new CopyOnWriteArrayList<>()).add(to);
        return () -> taps.getOrDefault(route, List.of()).remove(to);
    }

    /**
     * A message passes.
     *
     * @param direction {@code in} or {@code out}
     */
    void pass(String route, String direction, Exchange exchange, String failure) {
        List<Consumer<TappedMessage>> listening = taps.get(route);
        if (listening != null && !listening.isEmpty()) {
            TappedMessage message = new TappedMessage(
                    Instant.now(),
                    route,
                    direction,
                    exchange.getExchangeId(),
                    headers(exchange.getMessage()),
                    body(exchange.getMessage()),
                    failure);
            listening.forEach(listener -> listener.accept(message));
        }
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.getHeaders()
                .forEach((name, value) ->
                        headers.put(name, SECRET.matcher(name).matches() ? "(hidden)" : String.valueOf(value)));
        return headers;
    }

    private static String body(Message message) {
        Object body = message.getBody();
        String text = body == null ? null : message.getBody(String.class);
        if (body instanceof StreamCache stream) {
            stream.reset();
        }
        return text == null || text.length() <= MOST_BODY ? text : text.substring(0, MOST_BODY) + "…";
    }
}
