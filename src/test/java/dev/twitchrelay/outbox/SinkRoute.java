package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.SETTINGS;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.routes.RouteVocabulary;
import dev.twitchrelay.support.RouteCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The sink {@code lights} with a route in YAML, in a Camel of its own, under the policy for errors that ships. */
final class SinkRoute implements AutoCloseable {
    final Outbox outbox;
    private final CamelContext camel;

    /**
     * @param url what the setting {@code sinks.lights.url} holds, or null
     * @param steps the steps of the route, in YAML, at the left margin
     */
    static SinkRoute start(Path data, String url, String steps, Map<String, Object> beans) throws Exception {
        return start(data, url, "", steps, beans, Duration.ofSeconds(30));
    }

    static SinkRoute start(
            Path data, String url, String parameters, String steps, Map<String, Object> beans, Duration timeout)
            throws Exception {
        return new SinkRoute(data, url, parameters, steps, beans, timeout);
    }

    private SinkRoute(
            Path data, String url, String parameters, String steps, Map<String, Object> beans, Duration timeout)
            throws Exception {
        outbox = outbox(data, timeout, failure -> failure instanceof NobodySignedIn);
        RouteVocabulary vocabulary = RouteCommands.vocabulary(Map.of())
                .with(
                        "sinks",
                        new SinkHttpConfigurer(
                                outbox, setting -> url, new CallTimeLimit(timeout), Proxies.NONE.planner()));
        for (Map.Entry<String, Object> bean : beans.entrySet()) {
            vocabulary = vocabulary.with(bean.getKey(), bean.getValue());
        }
        camel = new DefaultCamelContext();
        vocabulary.teach(camel);
        // a message that ended with an Error counts as under way for ever, and nobody waits for the others
        camel.getShutdownStrategy().setTimeout(1);
        camel.addComponent("outbox", new OutboxComponent(outbox));
        load("errors.camel.yaml", java.nio.file.Files.readString(Path.of("routes/errors.camel.yaml")));
        load("sinks/lights.camel.yaml", """
                - route:
                    id: lights
                    from:
                      uri: outbox:lights
                      parameters:
                        kinds: event
                %s
                      steps:
                %s
                """.formatted(
                        parameters.indent(8).stripTrailing(), steps.indent(8).stripTrailing()));
        camel.start();
    }

    private void load(String file, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:" + file, text));
    }

    static Outbox outbox(Path data, Duration timeout, Predicate<Throwable> signIn) throws IOException {
        return new Outbox(
                new OutboxSettings(
                        data,
                        SETTINGS.mostMessages(),
                        SETTINGS.longestAge(),
                        SETTINGS.firstRetry(),
                        SETTINGS.longestRetry(),
                        SETTINGS.stoppedRetry(),
                        timeout,
                        false),
                Clock.systemUTC(),
                new Storage(Disk.REAL),
                signIn,
                id -> {});
    }

    SinkStatus status() {
        return outbox.status("lights").orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** Stands for the relay's exception of that meaning. */
    static final class NobodySignedIn extends RuntimeException {
        NobodySignedIn() {
            super("nobody is signed in: open the relay's page");
        }
    }
}
