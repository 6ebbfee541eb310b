package dev.twitchrelay.eventsub;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;

/** What may be written behind {@code twitch-eventsub:}, for those who check it before it runs. */
public final class EventSubOptions {
    private EventSubOptions() {}

    /** The names of all parameters. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Stream.of(EventSubEndpoint.class, VertxWebsocketConfiguration.class)
                .flatMap(EventSubOptions::properties)
                .forEach(names::add);
        return names;
    }

    private static Stream<String> properties(Class<?> type) {
        try {
            return Arrays.stream(Introspector.getBeanInfo(type).getPropertyDescriptors())
                    .filter(property -> property.getWriteMethod() != null)
                    .map(java.beans.PropertyDescriptor::getName);
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The entries of the parameter {@code types}, as written. */
    public static List<String> entries(String types) {
        return SubscriptionCatalog.entries(types);
    }

    /** What is wrong with one entry of the parameter {@code types}, and what would be right. */
    public static Optional<String> problem(String entry) {
        try {
            SubscriptionCatalog.shipped().parse(entry);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
