package dev.twitchrelay.wiring;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.DefaultConfigurationConfigurer;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.SpringTypeConverter;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.Environment;

/**
 * Gives the settings {@code camel.*} to a Camel context that Spring has not made, as Camel's auto-configuration gives them to the
 * relay's own context: a route that is checked or tested in the one has to behave as in the other.
 */
final class CamelSettings {
    private CamelSettings() {}

    /**
     * @param main the settings {@code camel.main}
     * @param settings all settings
     * @param starters the settings of components, data formats and languages
     * @throws IllegalStateException when a setting of {@code camel.main} cannot be used
     */
    static void apply(
            CamelContext camel, CamelConfigurationProperties main, Environment settings, StarterSettings starters) {
        try {
            DefaultConfigurationConfigurer.configure(camel, main.getMain());
        } catch (Exception e) {
            throw new IllegalStateException("the settings camel.main cannot be used: " + e.getMessage(), e);
        }
        if (!"false".equals(settings.getProperty("camel.main.type-conversion"))) {
            camel.getTypeConverterRegistry()
                    .addFallbackTypeConverter(new SpringTypeConverter(List.of(new DefaultConversionService())), true);
        }
        starters.bind(camel.getRegistry());
    }
}
