package dev.twitchrelay;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/** Tells before anything else begins that the relay could not listen: not after routes, journal and a session with Twitch. */
final class PortCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    static final String MAIN = "server";
    static final String MANAGEMENT = "management.server";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ListenAddress main = ListenAddress.of(context.getEnvironment(), MAIN);
        ListenAddress management = ListenAddress.of(context.getEnvironment(), MANAGEMENT);
        if (main.collides(management)) {
            throw new InvalidSettingException(
                    "server.port and management.server.port are both " + main.port(),
                    "set one of them to another port: health and metrics are not for the public");
        }
        main.probe();
        management.probe();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
