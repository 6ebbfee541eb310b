package dev.twitchrelay.wiring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Checks at the start that the relay's ports are free and different, before the journal, the routes or a session with
 * Twitch begin. Spring calls it on the main thread.
 */
public final class PortCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    static final String MAIN = "server";
    static final String MANAGEMENT = "management.server";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        List<ListenAddress> all = new ArrayList<>(
                List.of(ListenAddress.of(environment, MAIN), ListenAddress.of(environment, MANAGEMENT)));
        if (environment.acceptsProfiles(Profiles.of("demo"))) {
            all.add(ListenAddress.onThisComputer(environment, "simulator"));
        }
        for (ListenAddress each : all) {
            all.stream()
                    .filter(other -> !other.equals(each) && other.collides(each))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new InvalidSettingException(
                                each.name() + ".port and " + other.name() + ".port are both " + each.port(),
                                "set one of them to another port");
                    });
        }
        all.forEach(ListenAddress::probe);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
