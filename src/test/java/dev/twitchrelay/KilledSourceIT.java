package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender whose requests are answered with 200 loses none of them when the relay is killed, at whatever moment. It
 * repeats the others, as senders do, and each event is published once. {@code -Dsources.kills=10} kills more often.
 */
@Thorough
class KilledSourceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String TOKEN = "let-me-in-for-this-test";
    private static final int KILLS = Integer.getInteger("sources.kills", 2);
    private static final int MOST_BEFORE_KILL = 60;

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private int port;

    private PackagedRelay start() throws IOException {
        port = FreePort.find();
        Map<String, String> environment = new HashMap<>();
        environment.put("TWITCH_CLIENT_ID", "x");
        environment.put("TWITCH_EVENTSUB_URL", "ws://127.0.0.1:1/ws");
        environment.put("TWITCH_API_URL", "http://127.0.0.1:1/helix");
        environment.put("TWITCH_AUTH_URL", "http://127.0.0.1:1/oauth2");
        environment.put("RELAY_DATA", folder.resolve("data").toString());
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("MANAGEMENT_SERVER_PORT", "0");
        environment.put("SOURCES_INCOMING_TOKEN", TOKEN);
        return PackagedRelay.start(environment);
    }

    /** Whether the relay has taken it. A connection that breaks says nothing. */
    private boolean post(int number) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/sources/incoming"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("webhook-id", "n" + number)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"event\":\"shop.order\",\"data\":{\"number\":" + number + "}}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException broken) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Integer> published() throws IOException, InterruptedException {
        JsonNode events = RunningRelay.json(http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/twitch/events?limit=1000"))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
        List<Integer> numbers = new ArrayList<>();
        events.forEach(event -> numbers.add(0, event.at("/message/data/number").asInt()));
        return numbers;
    }

    @Test
    void whatWasAnsweredIsThereAndWhatIsRepeatedIsThereOnce() throws Exception {
        Random moments = new Random(26);
        List<Integer> expected = new ArrayList<>();
        int next = 0;
        ExecutorService sender = Executors.newSingleThreadExecutor();
        PackagedRelay relay = start();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                await().atMost(PATIENCE).until(() -> post(-1));
                int first = next;
                CountDownLatch before = new CountDownLatch(1 + moments.nextInt(MOST_BEFORE_KILL));
                Future<Integer> unanswered = sender.submit(() -> {
                    int number = first;
                    while (post(number)) {
                        before.countDown();
                        number++;
                    }
                    return number;
                });
                before.await();
                relay.kill();
                int doubtful = unanswered.get();

                relay = start();
                await().atMost(PATIENCE).until(() -> post(doubtful));
                for (int number = first; number <= doubtful; number++) {
                    expected.add(number);
                }
                next = doubtful + 1;
                List<Integer> found = published();
                found.removeIf(number -> number == -1);
                assertThat(found).as("after kill %d", kill + 1).isEqualTo(expected);
            }
        } finally {
            sender.shutdownNow();
            relay.close();
        }
    }
}
