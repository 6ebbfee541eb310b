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

/**
 * Shows the messages that enter and leave running routes, as {@code routes tap} prints them. A route that nobody taps
 * costs one look into a map for each message. Routes call it on their threads. Thread-safe.
 */
public final class RouteTaps {
    private static final int MOST_BODY = 10_000;
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(authorization|token|secret|password|cookie|api-?key).*");

    /**
     * A message at one end of a route.
     *
     * @param direction {@code in} when it enters the route, {@code out} when it leaves
     * @param exchange the same at both ends of the route
     * @param headers with secret values hidden
     * @param body as text, without the end of a long text
     * @param failure the reason why a step of this route failed, or null
     */
    public record TappedMessage(
            Instant at,
            String route,
            String direction,
            String exchange,
            Map<String, String> headers,
            String body,
            String failure) {}

    private final Map<String, List<Consumer<TappedMessage>>> taps = new ConcurrentHashMap<>();

    /** @return ends the tap */
    AutoCloseable open(String route, Consumer<TappedMessage> to) {
        taps.computeIfAbsent(route, id -> new CopyOnWriteArrayList<>()).add(to);
        return () -> taps.getOrDefault(route, List.of()).remove(to);
    }

    /** Shows a message to everybody who taps the route. */
    void pass(String route, String direction, Exchange exchange, String failure) {
        List<Consumer<TappedMessage>> listeners = taps.getOrDefault(route, List.of());
        if (!listeners.isEmpty()) {
            TappedMessage message = new TappedMessage(
                    Instant.now(),
                    route,
                    direction,
                    exchange.getExchangeId(),
                    headers(exchange.getMessage()),
                    body(exchange.getMessage()),
                    failure);
            listeners.forEach(listener -> listener.accept(message));
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
