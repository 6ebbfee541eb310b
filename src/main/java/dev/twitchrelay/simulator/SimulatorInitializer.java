package dev.twitchrelay.simulator;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.StandardEnvironment;

/**
 * Replaces Twitch by the simulator in the profile {@code demo}: starts the simulator and its evening, sets the relay's
 * settings to it, and closes it with the context. It is registered in {@code META-INF/spring.factories}, because
 * the settings must exist before Spring makes a bean.
 *
 * <p>Settings: {@code simulator.port}, default 0, a free port.
 */
public final class SimulatorInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatorInitializer.class);
    private static final String IDENTITY = "simulated identity";
    private static final String ADDRESSES = "simulated addresses";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        // a child context inherits its parent's property sources and needs no second simulator
        if (!environment.acceptsProfiles(Profiles.of("demo")) || sources.contains(IDENTITY)) {
            return;
        }
        // all scopes, because every event type must work in the demo
        SimulatorOptions options = SimulatorOptions.defaults()
                .withAllScopes()
                .withPort(environment.getProperty("simulator.port", Integer.class, 0));
        TwitchSimulator simulator = TwitchSimulator.start(options);
        closeWith(context, simulator);
        // first, because a demo must never send a real token of the user's environment
        sources.addFirst(new MapPropertySource(
                IDENTITY,
                Map.of(
                        "twitch.client-id", options.clientId(),
                        "twitch.client-secret", "",
                        "twitch.access-token", options.accessToken(),
                        "twitch.refresh-token", options.refreshToken(),
                        "twitch.channel", options.broadcaster().login())));
        // after the environment, whose variables may change the addresses, but before application.yaml
        sources.addAfter(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new MapPropertySource(
                        ADDRESSES,
                        Map.of(
                                "twitch.eventsub.url", simulator.eventSubUrl().toString(),
                                "twitch.eventsub.subscriptions-url",
                                        simulator.subscriptionsUrl().toString(),
                                "twitch.api.url", simulator.apiUrl().toString(),
                                "twitch.auth.url", simulator.authUrl().toString())));
        simulator.startEvening(System.nanoTime(), 1);
        LOG.info("the simulator replaces Twitch at {}", simulator.controlUrl());
    }

    /**
     * Closes the simulator with the context. The first disposable bean is closed last, also when the context fails to
     * start.
     */
    private static void closeWith(ConfigurableApplicationContext context, TwitchSimulator simulator) {
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton("twitchSimulator", simulator);
        beans.registerDisposableBean("twitchSimulator", simulator::close);
    }
}
