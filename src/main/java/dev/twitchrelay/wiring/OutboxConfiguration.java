package dev.twitchrelay.wiring;

import dev.twitchrelay.auth.SignInRequiredException;
import dev.twitchrelay.http.AdminGuard;
import dev.twitchrelay.http.OutboxPages;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.outbox.CloudEvents;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.outbox.SinkStatus;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Wires the outbox and what sinks need. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
    private static final String WEB = "https?://[^/?#\\s]+[^#\\s]*";
    private static final Map<String, String> ADDRESSES = Map.of(
            "sinks.discord.webhook-url", WEB,
            "sinks.webhook.url", WEB,
            "sinks.slack.webhook-url", WEB,
            "sinks.telegram.url", WEB,
            "sinks.mqtt.broker-url", "(tcp|ssl|ws|wss)://[^/?#\\s]+[^#\\s]*",
            "relay.public-url", WEB);

    private final Environment environment;

    OutboxConfiguration(Environment environment) {
        this.environment = environment;
        checkBotToken();
        ADDRESSES.forEach(this::checkAddress);
        checkChoice("sinks.webhook.format", "json", CloudEvents.STRUCTURED, CloudEvents.BINARY);
        checkChoice("sinks.mqtt.discovery", "none", "", "homeassistant");
    }

    /** A wrong token becomes part of an address, and then the address seems to be wrong. */
    private void checkBotToken() {
        if (!environment.getProperty("sinks.telegram.bot-token", "").matches("[!-~&&[^/?#]]*")) {
            throw new InvalidSettingException(
                    "sinks.telegram.bot-token holds a character that is in no token, such as a blank or a line break",
                    "set it to what @BotFather showed, and nothing else");
        }
    }

    /** Does not say the value, because it is a secret. */
    private void checkAddress(String setting, String pattern) {
        String value = environment.getProperty(setting, "");
        if (!value.isEmpty() && !value.matches(pattern)) {
            throw new InvalidSettingException(
                    setting + " is no address",
                    pattern.equals(WEB)
                            ? "set it to an address that begins with https://, or leave it out"
                            : "set it to an address such as tcp://localhost:1883, or leave it out");
        }
    }

    /** @param choices the default first */
    private void checkChoice(String setting, String... choices) {
        String value = environment.getProperty(setting, choices[0]);
        if (!List.of(choices).contains(value)) {
            String named =
                    Stream.of(choices).filter(choice -> !choice.isEmpty()).collect(Collectors.joining(", "));
            throw new InvalidSettingException(
                    setting + " has a value that it cannot have", "set it to one of these, or leave it out: " + named);
        }
    }

    @Bean
    Outbox outboxOfSinks(
            RelayProperties relay,
            OutboxProperties properties,
            Clock clock,
            Storage storage,
            FileEventJournal journal) {
        try {
            return new Outbox(
                    properties.settings(relay.data()),
                    clock,
                    storage,
                    failure -> failure instanceof SignInRequiredException,
                    journal::keptForSinks);
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidSettingException invalid) {
                throw invalid;
            }
            throw new InvalidSettingException(
                    "the outbox in relay.data cannot be read (" + e.getMessage() + ")",
                    "make that folder readable and writable for the relay, or set RELAY_DATA to another one");
        }
    }

    @Bean
    CallTimeLimit callTimeLimit(OutboxProperties properties) {
        return new CallTimeLimit(properties.deliveryTimeout());
    }

    @Bean
    OutboxPages outboxPages(Outbox outbox, AdminGuard guard) {
        return new OutboxPages(outbox, guard);
    }

    /** Before the routes are loaded. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ApplicationRunner recoverSinks(Outbox outbox, FileEventJournal journal) {
        return arguments -> journal.missedBySinks()
                .forEach(message -> outbox.recover(message.id(), message.headers(), message.json()));
    }

    /** After the routes are loaded: they are the sinks. */
    @Bean
    @Order(0)
    ApplicationRunner announceSinks(Outbox outbox) {
        return arguments -> outbox.announce();
    }

    /** Never down, because the messages of a sink that is in trouble wait for it. */
    @Bean("outboxHealth")
    HealthIndicator outboxHealth(Outbox outbox) {
        return () -> {
            List<SinkStatus> sinks = outbox.statuses();
            boolean trouble = sinks.stream().anyMatch(SinkStatus::isInTrouble);
            return (trouble ? Health.unknown() : Health.up())
                    .withDetail("sinks", sinks)
                    .build();
        };
    }

    @Bean
    MeterBinder outboxMetrics(Outbox outbox) {
        return registry -> outbox.onSink(sink -> new Meters<>(registry, outbox)
                .tagged("sink", sink)
                .counter("sink.delivered", "messages delivered", of(sink, SinkStatus::delivered))
                .counter("sink.retried", "attempts that failed and were repeated", of(sink, SinkStatus::retried))
                .counter("sink.lost", "messages that there was no room for", of(sink, SinkStatus::lost))
                .gauge("sink.waiting", "messages that wait", of(sink, SinkStatus::waiting))
                .gauge("sink.dead", "messages in the dead letters", of(sink, SinkStatus::dead))
                .gauge("sink.oldest.seconds", "age of the oldest waiting", of(sink, SinkStatus::oldestSeconds))
                .counter("sink.given.up", "messages that were refused, or waited too long", all -> all.givenUp(sink)));
    }

    private static ToDoubleFunction<Outbox> of(String sink, ToDoubleFunction<SinkStatus> value) {
        return outbox -> outbox.status(sink).map(value::applyAsDouble).orElse(0.0);
    }
}
