package dev.twitchrelay.wiring;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormatCustomizer;
import org.apache.camel.spi.LanguageCustomizer;
import org.apache.camel.spi.Registry;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
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
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * The settings of Camel's components, data formats and languages, such as {@code camel.component.http.connect-timeout}, for Camel
 * contexts that Spring has not made. Camel's starters read the settings, as they do for the relay's own context, so that a route is
 * checked and tested with the settings that it will run with. A command makes an instance for its run, on its only thread.
 */
final class StarterSettings {
    private static final List<String> PREFIXES = List.of("camel.component", "camel.dataformat", "camel.language");
    private static final Pattern READERS = Pattern.compile(
            "org\\.apache\\.camel\\..+\\.springboot\\.\\w+(Component|DataFormat|Language)\\w*(AutoConfiguration|Converter)");

    private final ListableBeanFactory starters;

    /** @param starters where the beans of the starters are, such as the relay's application context */
    StarterSettings(ListableBeanFactory starters) {
        this.starters = starters;
    }

    /**
     * Where no relay runs. It takes some tenths of a second if there is any such setting, and no time otherwise.
     *
     * @param settings where the settings are
     * @throws InvalidSettingException when a value is none for its option
     */
    static StarterSettings of(ConfigurableEnvironment settings) {
        if (PREFIXES.stream().noneMatch(prefix -> Binder.get(settings)
                .bind(prefix, Bindable.mapOf(String.class, String.class))
                .isBound())) {
            return new StarterSettings(new StaticListableBeanFactory());
        }
        AnnotationConfigApplicationContext starters = new AnnotationConfigApplicationContext();
        starters.setEnvironment(settings);
        ConfigurableListableBeanFactory beans = starters.getBeanFactory();
        // the starters ask for both, and only use the context to convert values
        beans.registerSingleton("camelContext", new DefaultCamelContext());
        beans.registerSingleton("camelAutoConfiguration", new CamelAutoConfiguration());
        ClassLoader classes = StarterSettings.class.getClassLoader();
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
        return new StarterSettings(starters);
    }

    /** Gives the settings to all parts that a Camel context with these beans makes. */
    void bind(Registry beans) {
        List.of(ComponentCustomizer.class, DataFormatCustomizer.class, LanguageCustomizer.class)
                .forEach(type -> starters.getBeansOfType(type).forEach(beans::bind));
    }
}
