package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.camel.spring.boot.SpringBootCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** Whatever goes wrong, and however much is logged: no secret shows anywhere. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String MARK = "MARKEDsecret";
    private static final List<String> PAGES = List.of(
            "/api/status",
            "/api/sign-in",
            "/api/twitch/stats",
            "/api/twitch/events",
            "/api/simulate/channel.follow",
            "/api/nothing",
            "/api/outbox",
            "/");
    private static final List<String> MANAGEMENT_PAGES = List.of(
            "/actuator",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/actuator/prometheus",
            "/actuator/env",
            "/actuator/configprops",
            "/actuator/beans",
            "/actuator/loggers",
            "/actuator/heapdump");

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults()
            .withClientSecret(MARK + "OfTheClient")
            .withTokens(MARK + "AccessToken", MARK + "RefreshToken")
            .with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO);
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private final StringBuilder seen = new StringBuilder();
    private RunningRelay relay;

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        twitch.close();
    }

    private Map<String, Object> settings() {
        Map<String, Object> all = new HashMap<>(Map.of(
                "logging.level.dev.twitchrelay",
                "TRACE",
                "twitch.client-id",
                options.clientId(),
                "twitch.client-secret",
                MARK + "OfTheClient",
                "twitch.access-token",
                options.accessToken(),
                "twitch.refresh-token",
                options.refreshToken(),
                "twitch.poll-interval",
                "500ms",
                "relay.admin-token",
                MARK + "OfTheAdmin",
                "relay.data",
                data,
                "sinks.discord.webhook-url",
                "http://127.0.0.1:9/" + MARK + "Webhook"));
        all.putAll(Map.of(
                "sinks.slack.webhook-url", twitch.apiUrl() + "/" + MARK + "Slack",
                "sinks.webhook.url", "http://127.0.0.1:9/hook?key=" + MARK + "Key",
                "sinks.webhook.secret", MARK + "OfTheWebhook",
                "sinks.telegram.bot-token", MARK + "OfTheBot",
                "sinks.telegram.chat-id", "1",
                "sinks.telegram.url", "http://127.0.0.1:9/bot" + MARK + "OfTheBot",
                "sinks.mqtt.broker-url", "tcp://127.0.0.1:9",
                "sinks.mqtt.user-name", "relay",
                "sinks.mqtt.password", MARK + "OfTheBroker",
                "outbox.first-retry", "50ms"));
        return all;
    }

    private RunningRelay start(Map<String, Object> changes) {
        Map<String, Object> all = settings();
        all.putAll(Map.of(
                "twitch.eventsub.url", twitch.eventSubUrl(),
                "twitch.api.url", twitch.apiUrl(),
                "twitch.auth.url", twitch.authUrl()));
        all.putAll(changes);
        return RunningRelay.start(all);
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/sign-in").path("state").asText().equals(state));
    }

    /** Everything that anybody can read of the relay now. */
    private void look() {
        PAGES.forEach(page -> seen.append(relay.send("GET", relay.uri(page), "").body()));
        MANAGEMENT_PAGES.forEach(page ->
                seen.append(relay.send("GET", relay.managementUri(page), "").body()));
        ApplicationContext context = relay.bean(SpringBootCamelContext.class).getApplicationContext();
        for (String name : context.getBeanDefinitionNames()) {
            if (context.isSingleton(name)) {
                seen.append(context.getBean(name)).append('\n');
            }
        }
    }

    private void ask(CompletionStage<?> stage) {
        stage.handle((value, failure) -> {
                    note(failure);
                    return null;
                })
                .toCompletableFuture()
                .join();
    }

    private void note(Throwable failure) {
        if (failure != null) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            seen.append(text);
        }
    }

    private String admin(String method, String path, String token) {
        return relay.send(method, relay.uri(path), "{}", "Authorization", "Bearer " + token)
                .body();
    }

    @Test
    void noSecretShowsInLogsPagesOrExceptions(CapturedOutput output) {
        relay = start(Map.of());
        twitch.seen().awaitSubscribed(PATIENCE, "channel.follow", "channel.raid");
        look();

        // an expired token while Twitch is in trouble, then a refresh that works
        twitch.faults().fail("/oauth2/token", 503, "", 1);
        twitch.faults().fail("/oauth2/validate", 500, "", 1);
        twitch.faults().loseAnswers("/helix/streams", 1);
        twitch.signIn().expireAccessTokens();
        ask(relay.bean(Accounts.class).resolve());
        await().atMost(PATIENCE).until(() -> twitch.seen().refreshes() > 0);
        twitch.faults().failSubscriptions("channel.follow", 403, "subscription missing proper authorization", 1);
        twitch.faults().failSubscriptions("channel.cheer", 401, "Invalid OAuth token", 1);
        twitch.faults().fail("/helix/subscriptions", 401, "Missing scope: channel:read:subscriptions", 2);
        twitch.faults().drop();
        twitch.seen().awaitWelcomes(2, PATIENCE);
        look();

        // who may change something
        seen.append(admin("POST", "/api/simulate/channel.follow", MARK + "OfSomebodyElse"));
        seen.append(admin("DELETE", "/api/sign-in", MARK + "OfSomebodyElse"));
        seen.append(admin("POST", "/api/simulate/channel.follow", MARK + "OfTheAdmin"));

        // sinks whose peers are away, and one whose address is wrong
        seen.append(admin("POST", "/api/simulate/channel.raid", MARK + "OfTheAdmin"));
        await().atMost(PATIENCE)
                .until(() -> relay.status().path("sinks").toString().contains("stopped")
                        && relay.status().path("sinks").findValues("retried").stream()
                                        .filter(count -> count.asInt() > 0)
                                        .count()
                                >= 4);
        seen.append(admin("GET", "/api/outbox", MARK + "OfTheAdmin"));
        look();

        // the grant is cut; the code is denied, expires and is entered at last
        twitch.signIn().deny();
        twitch.signIn().disconnect();
        await().atMost(PATIENCE).until(() -> output.getOut().contains("the sign-in was refused at Twitch"));
        awaitState("required");
        look();
        ask(relay.bean(TokenProvider.class).token());
        ask(relay.bean(Accounts.class).resolve());
        twitch.signIn().hesitate();
        seen.append(admin("POST", "/api/sign-in", MARK + "OfTheAdmin"));
        awaitState("waiting");
        look();
        twitch.signIn().expireDeviceCodes();
        await().atMost(PATIENCE).until(() -> {
            relay.get("/api/sign-in");
            return twitch.seen().requests("POST /oauth2/device") == 3;
        });
        twitch.signIn().approve();
        awaitState("signed in");
        look();
        seen.append(admin("DELETE", "/api/sign-in", MARK + "OfTheAdmin"));
        awaitState("required");
        look();
        relay.close();

        // nothing answers, and settings that stop the start
        relay = start(Map.of("twitch.auth.url", "http://127.0.0.1:9/oauth2", "twitch.access-token", MARK + "Other"));
        ask(relay.bean(Accounts.class).resolve());
        look();
        note(catchThrowable(() -> start(Map.of("twitch.api.url", "nonsense"))));
        note(catchThrowable(() -> start(Map.of("twitch.poll-interval", MARK.length() + " moons"))));
        note(catchThrowable(() -> start(Map.of("twitch.client-id", ""))));

        Set<String> secrets = new HashSet<>(twitch.signIn().secrets());
        assertThat(secrets).hasSizeGreaterThan(4);
        // no mark because secrets are not there, not because nothing is
        assertThat(LoggerFactory.getLogger("dev.twitchrelay.auth").isTraceEnabled())
                .isTrue();
        assertThat(output.getAll()).contains("sign in to Twitch").contains("signed out");
        assertThat(seen).contains("SignInRequiredException").contains("twitch_relay_sse_clients");
        for (String text : List.of(output.getAll(), seen.toString())) {
            assertThat(text.contains(MARK))
                    .as("around the mark: %s", around(text, MARK))
                    .isFalse();
            secrets.forEach(secret ->
                    assertThat(text.contains(secret)).as(around(text, secret)).isFalse());
        }
    }

    private static String around(String text, String secret) {
        int at = text.indexOf(secret);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
    }
}
