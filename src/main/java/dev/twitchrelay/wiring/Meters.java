package dev.twitchrelay.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/**
 * Registers the meters of one part of the relay. The configuration of the part uses it at the start. Micrometer reads a
 * value on the thread that asks for the metrics, and it holds the part by a weak reference. So the part is a bean, and
 * its values can be read on any thread.
 *
 * @param part the object that the values are read from
 * @param tags the tags of the meters
 */
record Meters<T>(MeterRegistry registry, T part, Tags tags) {
    private static final String PREFIX = "twitch.relay.";

    Meters(MeterRegistry registry, T part) {
        this(registry, part, Tags.empty());
    }

    /** The same with one more tag. */
    Meters<T> tagged(String key, String value) {
        return new Meters<>(registry, part, tags.and(key, value));
    }

    /** Registers a value that only grows. */
    Meters<T> counter(String name, String description, ToDoubleFunction<T> value) {
        FunctionCounter.builder(PREFIX + name, part, value)
                .description(description)
                .tags(tags)
                .register(registry);
        return this;
    }

    /** Registers a value that rises and falls. */
    Meters<T> gauge(String name, String description, ToDoubleFunction<T> value) {
        return gauge(name, null, description, value);
    }

    /** Registers a value that rises and falls and has a unit, such as {@code seconds}. */
    Meters<T> gauge(String name, String unit, String description, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, part, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
        return this;
    }
}
