package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.Chat;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chat sink writes into the simulated channel's chat, with the scopes and limits of Twitch's reference. */
class ChatSinkIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SimulatorOptions OPTIONS = SimulatorOptions.defaults().withAllScopes();

    private static TwitchSimulator twitch;
    private static RunningRelay relay;

    @BeforeAll
    static void start() {
        twitch = TwitchSimulator.start(OPTIONS);
        relay = RunningRelay.start(RunningRelay.settingsWithToken(
                twitch,
                "twitch.refresh-token",
                OPTIONS.refreshToken(),
                "relay.admin-token",
                "let-me-in-for-this-test",
                "sinks.chat.enabled",
                "true",
                "outbox.first-retry",
                "100ms",
                "outbox.longest-retry",
                "1s"));
    }

    @AfterAll
    static void stop() {
        relay.close();
        twitch.close();
    }

    private static void subscribe(String name) {
        fire("channel.subscribe", "{\"user_name\":\"" + name + "\",\"is_gift\":false}");
    }

    private static void raid(String from) {
        fire("channel.raid", "{\"from_broadcaster_user_name\":\"" + from + "\",\"viewers\":12}");
    }

    private static void fire(String type, String event) {
        assertThat(admin("POST", "/api/simulate/" + type, event).statusCode()).isEqualTo(202);
    }

    private static HttpResponse<String> admin(String method, String path, String body) {
        return relay.send(method, relay.uri(path), body, "Authorization", "Bearer let-me-in-for-this-test");
    }

    private static Chat.Line shown(String text, String color) {
        return new Chat.Line(OPTIONS.broadcaster(), text, color, null);
    }

    private static void awaitShown(Chat.Line line) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(twitch.chat().lines())
                .as("%s", relay.status().path("sinks"))
                .contains(line));
    }

    private static JsonNode chat() {
        for (JsonNode sink : relay.status().path("sinks")) {
            if (sink.path("name").asText().equals("chat")) {
                return sink;
            }
        }
        throw new AssertionError("no sink chat");
    }

    @Test
    void aSubscriberIsThankedAndRaidsAreAnnouncedAsFastAsTwitchTakesThem() {
        subscribe("Ed");
        raid("Cy");
        raid("Di");

        awaitShown(shown("Thank you for the subscription, Ed!", null));
        awaitShown(shown("Welcome, 12 raiders of Cy!", "primary"));
        awaitShown(shown("Welcome, 12 raiders of Di!", "primary"));
        await("Twitch takes one announcement in two seconds")
                .atMost(PATIENCE)
                .until(() -> chat().path("retried").asInt() > 0);
        List<String> texts = twitch.chat().lines().stream().map(Chat.Line::text).toList();
        assertThat(texts.indexOf("Welcome, 12 raiders of Cy!")).isLessThan(texts.indexOf("Welcome, 12 raiders of Di!"));
    }

    @Test
    void whatTwitchTakesAndDoesNotShowIsADeadLetterWithItsReason() {
        twitch.chat().dropNext("msg_rejected", "Held for review by AutoMod.");
        subscribe("Fay");
        subscribe("Gus");

        awaitShown(shown("Thank you for the subscription, Gus!", null));
        assertThat(twitch.chat().lines())
                .contains(new Chat.Line(
                        OPTIONS.broadcaster(), "Thank you for the subscription, Fay!", null, "msg_rejected"));
        await().atMost(PATIENCE).until(() -> chat().path("dead").asInt() == 1);
        assertThat(admin("GET", "/api/outbox", "").body())
                .contains("\"reason\":\"Twitch did not show it: Held for review by AutoMod.\"");
        admin("POST", "/api/outbox/chat/retry", "");
        awaitShown(shown("Thank you for the subscription, Fay!", null));
    }

    @Test
    void aMessageThatCameTooFastIsSentAgain() {
        twitch.chat().dropNext("msg_ratelimit", "You are sending messages too quickly.");

        subscribe("Hal");

        awaitShown(shown("Thank you for the subscription, Hal!", null));
    }

    @Test
    void theSignInAsksForTheChat() {
        assertThat(relay.get("/api/sign-in").path("scopes").toString())
                .contains("user:write:chat", "moderator:manage:announcements", "sink chat");
    }
}
