package dev.twitchrelay;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Ordered;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatCustomizer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.PropertyConfigurerHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Settings of Camel's parts, named as its starters name them: {@code camel.component.<name>.<option>} and
 * {@code camel.dataformat.<name>.<option>}. They are read when a part is first used instead of at the start, and for
 * every part on the class path. Customizers of a higher order win. Thread-safe.
 */
public final class ComponentSettings implements ComponentCustomizer, DataFormatCustomizer {
    private static final Bindable<Map<String, String>> OPTIONS = Bindable.mapOf(String.class, String.class);

    private final Binder settings;

    /** @param environment where the settings are */
    public ComponentSettings(Environment environment) {
        settings = Binder.get(environment);
    }

    /** @throws IllegalArgumentException when a setting names no option of the component, or its value is none for it */
    @Override
    public void configure(String name, Component component) {
        apply("camel.component." + name, component, component.getCamelContext());
    }

    /** A data format that knows no context has no options to set. */
    @Override
    public boolean isEnabled(String name, DataFormat format) {
        return format instanceof CamelContextAware;
    }

    /** @throws IllegalArgumentException when a setting names no option of the data format, or its value is none for it */
    @Override
    public void configure(String name, DataFormat format) {
        apply("camel.dataformat." + name, format, ((CamelContextAware) format).getCamelContext());
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    private void apply(String prefix, Object part, CamelContext camel) {
        Map<String, String> options = settings.bind(prefix, OPTIONS).orElse(Map.of());
        if (options.isEmpty()) {
            return;
        }
        PropertyConfigurer configurer = PropertyConfigurerHelper.resolvePropertyConfigurer(camel, part);
        options.forEach((option, value) -> {
            try {
                PropertyBindingSupport.build()
                        .withCamelContext(camel)
                        .withTarget(part)
                        .withConfigurer(configurer)
                        .withProperty(option, value)
                        .withIgnoreCase(true)
                        .withMandatory(true)
                        .bind();
            } catch (PropertyBindingException e) {
                Throwable cause = e.getCause();
                String why = cause == null ? "there is no such option" : cause.getMessage();
                throw new IllegalArgumentException(
                        prefix + "." + option + ": " + why
                                + "; the options are at https://camel.apache.org/components/4.17.x",
                        e);
            }
        });
    }
}
