package dev.twitchrelay.wiring;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.DefaultConfigurationConfigurer;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormatCustomizer;
import org.apache.camel.spi.LanguageCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.SpringTypeConverter;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Gives the settings {@code camel.*} to Camel contexts that Spring has not made. Camel's auto-configuration and its
 * starters give the same settings to the relay's own context. So a route is checked and tested with the settings that
 * it will run with. The relay has one instance. A command makes an instance for each vocabulary, and uses it on its
 * only thread.
 *
 * @param settings all settings
 * @param main the settings {@code camel.main.*}
 * @param starters the beans of Camel's starters. They hold the settings of components, data formats and languages
 */
record CamelSettings(Environment settings, CamelConfigurationProperties main, ListableBeanFactory starters) {
    private static final List<String> PREFIXES = List.of("camel.component", "camel.dataformat", "camel.language");
    private static final Pattern READERS = Pattern.compile(
            "org\\.apache\\.camel\\..+\\.springboot\\.\\w+(Component|DataFormat|Language)\\w*(AutoConfiguration|Converter)");

    /**
     * The settings for a command. This takes some tenths of a second if a component, a data format or a language has a
     * setting.
     *
     * @throws InvalidSettingException when an option has a value that it cannot have
     */
    static CamelSettings of(ConfigurableEnvironment settings) {
        Binder binder = Binder.get(settings);
        boolean needsStarters = PREFIXES.stream()
                .anyMatch(prefix -> binder.bind(prefix, Bindable.mapOf(String.class, String.class))
                        .isBound());
        return new CamelSettings(
                settings,
                binder.bindOrCreate("camel", CamelConfigurationProperties.class),
                needsStarters ? starters(settings) : new StaticListableBeanFactory());
    }

    private static ListableBeanFactory starters(ConfigurableEnvironment settings) {
        AnnotationConfigApplicationContext starters = new AnnotationConfigApplicationContext();
        starters.setEnvironment(settings);
        ConfigurableListableBeanFactory beans = starters.getBeanFactory();
        // the starters ask for both, and only use the context to convert values
        beans.registerSingleton("camelContext", new DefaultCamelContext());
        beans.registerSingleton("camelAutoConfiguration", new CamelAutoConfiguration());
        ClassLoader classes = CamelSettings.class.getClassLoader();
        for (String name : ImportCandidates.load(AutoConfiguration.class, classes)) {
            if (READERS.matcher(name).matches()) {
                starters.register(ClassUtils.resolveClassName(name, classes));
            }
        }
        try {
            starters.refresh();
        } catch (BeansException e) {
            FailureAnalysis known = new StartupFailure().analyze(e);
            if (known == null) {
                throw e;
            }
            throw new InvalidSettingException(known.getDescription(), known.getAction());
        }
        return starters;
    }

    /** @throws IllegalStateException when a setting {@code camel.main.*} cannot be used */
    void apply(CamelContext camel) {
        try {
            DefaultConfigurationConfigurer.configure(camel, main.getMain());
        } catch (Exception e) {
            throw new IllegalStateException("the settings camel.main cannot be used: " + e.getMessage(), e);
        }
        if (!"false".equals(settings.getProperty("camel.main.type-conversion"))) {
            camel.getTypeConverterRegistry()
                    .addFallbackTypeConverter(new SpringTypeConverter(List.of(new DefaultConversionService())), true);
        }
        List.of(ComponentCustomizer.class, DataFormatCustomizer.class, LanguageCustomizer.class)
                .forEach(type -> starters.getBeansOfType(type).forEach(camel.getRegistry()::bind));
    }
}
