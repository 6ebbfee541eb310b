package dev.twitchrelay.simulator;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.StandardEnvironment;

/**
 * In profile {@code demo} Twitch is played by the simulator: starts it with its evening, points the relay's settings at
 * it, and closes it with the context. Registered in {@code META-INF/spring.factories}, so that the settings are there
 * before any bean is made.
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
        // whatever event type somebody tries in the demo is permitted
        SimulatorOptions options = SimulatorOptions.defaults()
                .withAllScopes()
                .withPort(environment.getProperty("simulator.port", Integer.class, 0));
        // beside the relay's own start, which asks for the addresses late
        CompletableFuture<TwitchSimulator> simulator = CompletableFuture.supplyAsync(
                () -> begin(options), task -> new Thread(task, "simulator-start").start());
        closeWith(context, simulator);
        // first of all, so that a real token in the user's environment is never sent anywhere in a demo
        sources.addFirst(new MapPropertySource(
                IDENTITY,
                Map.of(
                        "twitch.client-id", options.clientId(),
                        "twitch.client-secret", "",
                        "twitch.access-token", options.accessToken(),
                        "twitch.refresh-token", options.refreshToken(),
                        "twitch.channel", options.broadcaster().login())));
        // after the environment, so that its variables can still point elsewhere, but before application.yaml
        sources.addAfter(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new Addresses(ADDRESSES, simulator));
    }

    private static TwitchSimulator begin(SimulatorOptions options) {
        TwitchSimulator simulator = TwitchSimulator.start(options);
        simulator.startEvening(System.nanoTime());
        LOG.info("Twitch is played by the simulator at {}", simulator.controlUrl());
        return simulator;
    }

    /** Waits for the simulator when somebody asks where it is. */
    private static final class Addresses extends EnumerablePropertySource<CompletableFuture<TwitchSimulator>> {
        private static final Map<String, Function<TwitchSimulator, URI>> ALL = Map.of(
                "twitch.eventsub.url", TwitchSimulator::eventSubUrl,
                "twitch.eventsub.subscriptions-url", TwitchSimulator::subscriptionsUrl,
                "twitch.api.url", TwitchSimulator::apiUrl,
                "twitch.auth.url", TwitchSimulator::authUrl);

        Addresses(String name, CompletableFuture<TwitchSimulator> simulator) {
            super(name, simulator);
        }

        @Override
        public String[] getPropertyNames() {
            return ALL.keySet().toArray(String[]::new);
        }

        @Override
        public Object getProperty(String name) {
            Function<TwitchSimulator, URI> address = ALL.get(name);
            return address == null ? null : address.apply(simulator()).toString();
        }

        private TwitchSimulator simulator() {
            try {
                return source.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException own ? own : e;
            }
        }
    }

    /** As the first disposable bean it is the last to go, and it goes also when the context fails to start. */
    private static void closeWith(
            ConfigurableApplicationContext context, CompletableFuture<TwitchSimulator> simulator) {
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton("twitchSimulator", simulator);
        beans.registerDisposableBean("twitchSimulator", () -> simulator
                .handle((started, failure) -> {
                    if (started != null) {
                        started.close();
                    }
                    return null;
                })
                .join());
    }
}
