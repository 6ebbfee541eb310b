package dev.twitchrelay.wiring;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Refuses a setting that refers to one that does not exist, before Spring does: its message would show the value, which may be a
 * secret that only looks like a reference, and not the name.
 */
final class ResolvableSettings implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([\\w.-]+)");
    private static final String OURS = "(twitch|relay|sse|sinks|outbox|server|management|cluster)\\..*";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> settings) {
                for (String name : settings.getPropertyNames()) {
                    if (name.matches(OURS)) {
                        check(context.getEnvironment(), name, new HashSet<>());
                    }
                }
            }
        }
    }

    /** The settings that one refers to come first: it may be one of them that is to blame. */
    private static void check(ConfigurableEnvironment environment, String name, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        for (PropertySource<?> source : environment.getPropertySources()) {
            Object raw = source.getProperty(name);
            if (raw != null) {
                REFERENCE
                        .matcher(raw.toString())
                        .results()
                        .map(reference -> reference.group(1))
                        .filter(environment::containsProperty)
                        .forEach(other -> check(environment, other, seen));
                break;
            }
        }
        value(environment, name);
    }

    /**
     * The value of a setting, or null.
     *
     * @throws InvalidSettingException naming the setting, when it refers to one that does not exist
     */
    static String value(Environment environment, String name) {
        try {
            return environment.getProperty(name);
        } catch (IllegalArgumentException unresolvable) {
            throw new InvalidSettingException(
                    name + " holds a ${…} that refers to no setting",
                    "correct the reference; if it is none, write \\${ for ${");
        }
    }

    /** Before anybody else reads settings, and after those who bring some. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }
}
