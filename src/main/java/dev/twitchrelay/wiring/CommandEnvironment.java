package dev.twitchrelay.wiring;

import dev.twitchrelay.cli.Settings;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.env.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Reads the settings for a command, from the same places as the relay and without starting it. */
public final class CommandEnvironment {
    private CommandEnvironment() {}

    /** @param arguments the arguments of the command; those of the form {@code --property=value} are settings */
    public static ConfigurableEnvironment of(String[] arguments) {
        // a command prints its result and nothing else
        LoggingSystem.get(CommandEnvironment.class.getClassLoader()).beforeInitialize();
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        RandomValuePropertySource.addToEnvironment(environment);
        new SpringApplicationJsonEnvironmentPostProcessor().postProcessEnvironment(environment, null);
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        CleanSettings.clean(environment);
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    public static Settings settings(ConfigurableEnvironment environment) {
        return new Settings(name -> CleanSettings.value(environment, name), () -> Binder.get(environment)
                .bind("twitch", TwitchProperties.class)
                .get()
                .afterPropertiesSet());
    }
}
