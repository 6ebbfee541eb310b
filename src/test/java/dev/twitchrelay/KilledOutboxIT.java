package dev.twitchrelay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.DiscordPeer;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged relay is killed (SIGKILL) twice while it delivers to a Discord that is in every kind of trouble. What it had
 * answered for arrives, in order, and Discord's limits are kept.
 */
@Thorough
class KilledOutboxIT {
    private static final Duration PATIENCE = ofSeconds(300);
    private static final int MESSAGES = 500;
    /** 20 in profile campaign. In each build only as long as the relay surely takes to start, so that it meets the silence. */
    private static final Duration SILENCE = ofSeconds(Integer.getInteger("outbox.silence.seconds", 6));

    private static final Pattern NUMBER = Pattern.compile("No(\\d+)x");

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    // a kill may lose an answer 429; the process that follows takes longer to start than this window
    private final DiscordPeer discord = DiscordPeer.start(5, ofMillis(700));
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;
    private PackagedRelay relay;

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        discord.close();
        twitch.close();
    }

    private void start() throws IOException {
        port = FreePort.find();
        Map<String, String> environment = new HashMap<>();
        environment.put("TWITCH_CLIENT_ID", options.clientId());
        environment.put("TWITCH_ACCESS_TOKEN", options.accessToken());
        environment.put("TWITCH_REFRESH_TOKEN", options.refreshToken());
        environment.put("TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString());
        environment.put("TWITCH_API_URL", twitch.apiUrl().toString());
        environment.put("TWITCH_AUTH_URL", twitch.authUrl().toString());
        environment.put("RELAY_DATA", data.toString());
        environment.put("RELAY_ADMIN_TOKEN", "let-me-in-for-this-test");
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("MANAGEMENT_SERVER_PORT", "0");
        // a call that meets the silence goes on for so long
        environment.put("OUTBOX_DELIVERY_TIMEOUT", "4s");
        environment.put("SINKS_DISCORD_WEBHOOK_URL", discord.url());
        relay = PackagedRelay.start(environment);
        await().atMost(PATIENCE).pollInterval(ofMillis(100)).until(this::listens);
    }

    private boolean listens() {
        try {
            return http.send(HttpRequest.newBuilder(uri("/api/status")).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Mixed messages, each with its number; an answer means that it is the relay's to deliver. */
    private void fire(int from, int to) throws IOException, InterruptedException {
        for (int i = from; i < to; i++) {
            String name = "No" + i + "x";
            String type = List.of("channel.follow", "channel.cheer", "channel.raid", "channel.follow")
                    .get(i % 4);
            HttpRequest request = HttpRequest.newBuilder(uri("/api/simulate/" + type))
                    .header("Authorization", "Bearer let-me-in-for-this-test")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"user_name\":\"" + name
                            + "\",\"from_broadcaster_user_name\":\"" + name + "\",\"bits\":5,\"message\":\"hi\"}"))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private List<Integer> told() {
        return discord.accepted().stream()
                .flatMap(call -> call.descriptions().stream())
                .flatMap(text -> NUMBER.matcher(text).results())
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    private void awaitTold(int number) {
        await().atMost(PATIENCE).until(() -> told().contains(number));
    }

    /** SIGKILL. */
    private void kill() throws InterruptedException {
        relay.close();
        assertThat(relay.exitCode(60)).isEqualTo(128 + 9);
    }

    @Test
    void everyMessageArrivesInOrderAndNoLimitIsBroken() throws IOException, InterruptedException {
        start();
        discord.tooMany(2);
        discord.internalErrors(2);
        discord.resets(2);
        fire(0, 200);
        awaitTold(60);
        discord.silence(SILENCE);
        int calls = discord.calls();
        await().atMost(PATIENCE).until(() -> discord.calls() > calls);
        kill();

        start();
        fire(200, 400);
        discord.resets(1);
        discord.tooMany(1);
        awaitTold(210);
        kill();

        start();
        discord.internalErrors(1);
        fire(400, MESSAGES);
        awaitTold(MESSAGES - 1);

        List<Integer> told = told();
        List<Integer> firstTimes = told.stream().distinct().toList();
        System.getLogger("KilledOutboxIT")
                .log(
                        System.Logger.Level.ERROR,
                        MESSAGES + " messages in " + discord.accepted().size() + " of " + discord.calls()
                                + " calls, two kills, " + (told.size() - firstTimes.size()) + " repeats, "
                                + discord.forbiddenCalls() + " forbidden calls");
        assertThat(firstTimes).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
        assertThat(discord.forbiddenCalls()).isZero();
        assertThat(discord.invalid()).isEmpty();
        Matcher secret = Pattern.compile("MARKEDsecret").matcher(relay.output());
        assertThat(secret.find()).isFalse();
    }
}
