package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** Whatever stands in the settings, the relay can start with it, or says in one sentence which setting it cannot start with. */
class SettingsFuzzTest {
    private static final String SECRET = "S3cr3t";
    private static final List<String> NAMES = List.of(
            "twitch.client-id",
            "twitch.client-secret",
            "twitch.access-token",
            "twitch.refresh-token",
            "twitch.channel",
            "twitch.poll-interval",
            "twitch.eventsub.url",
            "twitch.eventsub.subscriptions-url",
            "twitch.api.url",
            "twitch.auth.url",
            "relay.routes",
            "relay.routes-rollback-after",
            "relay.routes-lock-on-air",
            "relay.widgets",
            "relay.media",
            "relay.data",
            "relay.admin-token",
            "relay.allowed-hosts",
            "sse.history",
            "sse.max-clients",
            "sse.max-clients-per-address",
            "sse.heartbeat",
            "sse.slow-client-timeout",
            "sse.retry",
            "sse.allowed-origins",
            "sinks.discord.webhook-url",
            "sinks.webhook.url",
            "sinks.webhook.secret",
            "sinks.webhook.format",
            "sinks.slack.webhook-url",
            "sinks.telegram.bot-token",
            "sinks.telegram.url",
            "sinks.mqtt.broker-url",
            "sinks.mqtt.password",
            "sinks.mqtt.discovery",
            "outbox.max-messages",
            "outbox.max-age",
            "outbox.first-retry",
            "outbox.longest-retry",
            "outbox.stopped-retry",
            "outbox.force-to-disk",
            "server.address",
            "server.port",
            "management.server.address",
            "management.server.port",
            "server.ssl.certificate",
            "server.ssl.certificate-private-key");
    private static final List<String> PIECES = List.of(
            "0",
            "1",
            "-1",
            "60s",
            "5",
            "1d",
            "PT1M",
            "9223372036854775807",
            "9223372036854775807d",
            "1e9",
            "true",
            "no",
            "http://",
            "https://a.b/c",
            "ws://",
            "wss://a.b/ws",
            "tcp://h:1883",
            "*",
            ",",
            ".",
            "/",
            "\\",
            "?",
            "%",
            "%zz",
            "#",
            "${",
            "}",
            "${x}",
            "${x:",
            "${twitch.client-id}",
            "#{",
            "#{1/0}",
            "[",
            "]",
            "'",
            "\"",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\u0000",
            "\uFEFF",
            "\uD83C",
            "é",
            "x".repeat(300),
            "data",
            "routes",
            "pom.xml",
            SECRET);

    private final List<PropertySource<?>> defaults = defaults();

    private static List<PropertySource<?>> defaults() {
        try {
            return new YamlPropertySourceLoader().load("defaults", new ClassPathResource("application.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param asVariables whether they come as environment variables */
    record Given(Map<String, Object> settings, boolean asVariables) {}

    @Provide
    Arbitrary<Given> settings() {
        Arbitrary<String> values = Arbitraries.oneOf(
                        Arbitraries.of(PIECES),
                        Arbitraries.of(PIECES),
                        Arbitraries.strings().ofMaxLength(6))
                .list()
                .ofMinSize(0)
                .ofMaxSize(4)
                .map(pieces -> String.join("", pieces));
        Arbitrary<Map<String, String>> maps =
                Arbitraries.maps(Arbitraries.of(NAMES), values).ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(maps, Arbitraries.of(true, false))
                .as((map, asVariables) -> new Given(new HashMap<>(map), asVariables));
    }

    @Fuzz
    void theRelayCanStartOrSaysWhichSettingIsWrongAndNoSecret(@ForAll("settings") Given given) {
        // nothing that is made up here may make folders anywhere else
        given.settings()
                .computeIfPresent(
                        "relay.data",
                        (name, value) ->
                                "target/settings-fuzz/" + value.toString().replace("..", "."));
        Throwable failure = failure(environment(given));

        if (failure != null) {
            FailureAnalysis analysis = new StartupFailure().analyze(failure);
            assertThat(analysis).as("a sentence for %s", failure).isNotNull();
            assertThat(analysis.getDescription())
                    .containsAnyOf(given.settings().keySet().toArray(CharSequence[]::new));
            assertThat(analysis.getAction()).isNotBlank();
            if (given.settings().entrySet().stream()
                    .noneMatch(setting -> isPublic(setting.getKey())
                            && setting.getValue().toString().contains(SECRET))) {
                assertThat(analysis.getDescription()).doesNotContain(SECRET);
            }
        }
    }

    private static boolean isPublic(String name) {
        return !name.matches(".*(token|secret|password|sinks).*");
    }

    private ConfigurableEnvironment environment(Given given) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(each -> environment.getPropertySources().remove(each.getName()));
        defaults.forEach(environment.getPropertySources()::addLast);
        Map<String, Object> base = Map.of("twitch.client-id", "x", "relay.data", "target/settings-fuzz/data");
        environment.getPropertySources().addFirst(new MapPropertySource("base", base));
        if (given.asVariables()) {
            Map<String, Object> variables = new HashMap<>();
            given.settings()
                    .forEach((name, value) -> variables.put(
                            name.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT), value));
            environment
                    .getPropertySources()
                    .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        } else {
            environment.getPropertySources().addFirst(new MapPropertySource("arguments", given.settings()));
        }
        return environment;
    }

    /** What the relay does with its settings when it starts, in the same order as far as it matters. */
    private static Throwable failure(ConfigurableEnvironment environment) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new CleanSettings().initialize(context);
            Binder binder = Binder.get(environment);
            binder.bind("twitch", TwitchProperties.class).get().afterPropertiesSet();
            binder.bind("relay", RelayProperties.class).get().afterPropertiesSet();
            binder.bind("sse", SseProperties.class).get().settings();
            binder.bind("outbox", OutboxProperties.class).get().afterPropertiesSet();
            new OutboxConfiguration(environment);
            new HttpConfiguration(environment);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
