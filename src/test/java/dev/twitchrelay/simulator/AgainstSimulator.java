package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A simulator per test, and a client's HTTP calls written from twitch.md. */
abstract class AgainstSimulator {
    static final String OWN = "\"broadcaster_user_id\":\"700100\"";
    static final String FOLLOW_CONDITION = "{" + OWN + ",\"moderator_user_id\":\"700100\"}";
    static final String OWN_CONDITION = "{" + OWN + "}";
    static final Duration PATIENCE = EventSubRecorder.PATIENCE;
    static final Duration MOMENT = Duration.ofMillis(150);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final List<AutoCloseable> open = new ArrayList<>();
    TwitchSimulator simulator;
    String token;

    TwitchSimulator start(SimulatorOptions options) {
        simulator = TwitchSimulator.start(options);
        token = options.accessToken();
        open.add(0, simulator);
        return simulator;
    }

    EventSubRecorder connect() {
        return connect(simulator.eventSubUrl());
    }

    EventSubRecorder connect(URI uri) {
        EventSubRecorder recorder = EventSubRecorder.connect(uri);
        open.add(0, recorder);
        return recorder;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** The answer's status and JSON body (an object without members where there is none). */
    record Answer(int status, JsonNode body, HttpHeaders headers) {
        String message() {
            return body.path("message").asText();
        }

        JsonNode first() {
            return body.path("data").path(0);
        }
    }

    Answer subscribe(String sessionId, String type, String version, String condition) {
        return subscribe(sessionId, type, version, condition, token);
    }

    Answer subscribe(String sessionId, String type, String version, String condition, String accessToken) {
        return post(
                simulator.subscriptionsUrl(),
                "{\"type\":\"%s\",\"version\":\"%s\",\"condition\":%s,\"transport\":{\"method\":\"websocket\",\"session_id\":\"%s\"}}"
                        .formatted(type, version, condition, sessionId),
                accessToken);
    }

    /** Subscribes to follows and expects success; returns the subscription. */
    JsonNode subscribeToFollows(String sessionId) {
        Answer answer = subscribe(sessionId, "channel.follow", "2", FOLLOW_CONDITION);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.first();
    }

    Answer post(URI uri, String body, String accessToken) {
        return send(authorized(uri, accessToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer helix(String pathAndQuery) {
        return helix(pathAndQuery, token);
    }

    Answer helix(String pathAndQuery, String accessToken) {
        return send(authorized(URI.create(simulator.apiUrl() + pathAndQuery), accessToken));
    }

    HttpRequest.Builder authorized(URI uri, String accessToken) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + accessToken)
                .header("Client-Id", SimulatorOptions.defaults().clientId());
    }

    /** POST with form members: name, value, name, value, … */
    Answer form(String path, String... members) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < members.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(members[i]).append('=');
            body.append(URLEncoder.encode(members[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(URI.create(simulator.authUrl() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    Answer validate(String accessToken) {
        return send(HttpRequest.newBuilder(URI.create(simulator.authUrl() + "/validate"))
                .header("Authorization", "OAuth " + accessToken));
    }

    Answer control(String method, String pathAndQuery, String body) {
        return send(HttpRequest.newBuilder(URI.create(simulator.controlUrl() + pathAndQuery))
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        return send(request, PATIENCE);
    }

    Answer send(HttpRequest.Builder request, Duration timeout) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body().isBlank() ? "{}" : response.body();
            return new Answer(response.statusCode(), EventSubRecorder.parse(body), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
