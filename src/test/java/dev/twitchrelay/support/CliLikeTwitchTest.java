package dev.twitchrelay.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CliLikeTwitchTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final CliLikeTwitch twitch =
            new CliLikeTwitch().reconnectGrace(Duration.ofMillis(400)).subscriptionWindow(Duration.ofMillis(400));

    @AfterEach
    void closeTwitch() throws Exception {
        twitch.close();
    }

    @Test
    void subscribedClientGetsEventsByTypeUnderARandomSubscriptionId() throws Exception {
        Client client = new Client(twitch.eventSubUrl());
        String session = client.welcomed();
        assertThat(session).matches("[0-9a-f]{8}_[0-9a-f]{8}");
        JsonObject created = subscribe(session, "channel.follow", 202);
        assertThat(created.getInteger("total")).isZero();

        twitch.trigger("channel.follow", CliLikeEvents.follow());

        JsonObject payload = client.next("notification").getJsonObject("payload");
        assertThat(payload.getJsonObject("subscription").getString("id"))
                .isNotEqualTo(created.getJsonArray("data").getJsonObject(0).getString("id"));
        assertThat(payload.getJsonObject("event").getString("user_login")).isEqualTo("testFromUser");
    }

    @Test
    void sameTypeIs409WhateverTheCondition() throws Exception {
        String session = new Client(twitch.eventSubUrl()).welcomed();

        subscribe(session, "channel.raid", 202);
        subscribe(session, "channel.raid", 409);
    }

    @Test
    void acceptedAnswerMayTellNothing() throws Exception {
        twitch.sparseAnswers(true);
        String session = new Client(twitch.eventSubUrl()).welcomed();

        assertThat(subscribe(session, "channel.raid", 202).getJsonArray("data")).isEmpty();
    }

    @Test
    void handOverMovesToANewSessionAndTheOldConnectionIsDeafThenClosed() throws Exception {
        twitch.keepaliveEvery(Duration.ofMillis(50));
        Client old = new Client(twitch.eventSubUrl());
        String session = old.welcomed();
        subscribe(session, "channel.follow", 202);
        twitch.reconnect();
        JsonObject reconnect =
                old.next("session_reconnect").getJsonObject("payload").getJsonObject("session");
        assertThat(reconnect.getString("reconnect_url"))
                .contains("/ws?reconnect_id=")
                .doesNotContain("id==");
        twitch.trigger("channel.follow", CliLikeEvents.follow());

        Client arrived = new Client(reconnect.getString("reconnect_url"));

        assertThat(arrived.welcomed()).isNotEqualTo(session);
        twitch.trigger("channel.follow", CliLikeEvents.follow());
        arrived.next("notification");
        assertThat(old.closeCode()).isEqualTo(4004);
        assertThat(old.messages).isEmpty();
        assertThat(twitch.subscribedTypes()).containsExactly("channel.follow");
    }

    @Test
    void handOverCanLoseTheSubscriptions() throws Exception {
        twitch.carriesSubscriptions(false);
        Client old = new Client(twitch.eventSubUrl());
        subscribe(old.welcomed(), "channel.follow", 202);
        twitch.reconnect();
        JsonObject reconnect =
                old.next("session_reconnect").getJsonObject("payload").getJsonObject("session");

        Client arrived = new Client(reconnect.getString("reconnect_url"));
        arrived.welcomed();

        assertThat(twitch.subscribedTypes()).isEmpty();
        assertThat(arrived.closeCode()).isEqualTo(4003);
    }

    @Test
    void keepalivesTickWhileEventsFlow() throws Exception {
        twitch.keepaliveEvery(Duration.ofMillis(60));
        Client client = new Client(twitch.eventSubUrl());
        subscribe(client.welcomed(), "channel.follow", 202);

        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    twitch.trigger("channel.follow", CliLikeEvents.follow());
                    return client.messages.stream().anyMatch(text -> text.contains("session_keepalive"));
                });
    }

    @Test
    void anonymousCheerHasEmptyStrings() throws Exception {
        Client client = new Client(twitch.eventSubUrl());
        subscribe(client.welcomed(), "channel.cheer", 202);

        twitch.trigger("channel.cheer", CliLikeEvents.anonymousCheer());

        JsonObject event = client.next("notification").getJsonObject("payload").getJsonObject("event");
        assertThat(event.getString("user_id")).isEmpty();
        assertThat(event.getBoolean("is_anonymous")).isTrue();
    }

    @Test
    void apiAndTokensHaveTheirOwnPorts() throws Exception {
        HttpResponse<String> users = HTTP.send(
                HttpRequest.newBuilder(URI.create(twitch.apiUrl() + "/users")).build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> refused = HTTP.send(
                HttpRequest.newBuilder(URI.create(twitch.authUrl() + "/validate"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(users.body()).contains("lanternbay");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEmpty();
    }

    @Test
    void requestedClose4004Is4005() throws Exception {
        Client client = new Client(twitch.eventSubUrl());
        client.welcomed();

        twitch.close(4004);

        assertThat(client.closeCode()).isEqualTo(4005);
    }

    @Test
    void onlyTheClientIdIsChecked() throws Exception {
        HttpResponse<String> missing = HTTP.send(
                HttpRequest.newBuilder(URI.create(twitch.subscriptionsUrl())).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(missing.body()).getInteger("status")).isEqualTo(401);
        subscribe("0_0", "channel.follow", 400);
    }

    private JsonObject subscribe(String session, String type, int status) throws Exception {
        JsonObject body = new JsonObject()
                .put("type", type)
                .put("version", "1")
                .put("condition", new JsonObject())
                .put("transport", new JsonObject().put("method", "websocket").put("session_id", session));
        HttpRequest request = HttpRequest.newBuilder(URI.create(twitch.subscriptionsUrl()))
                .header("Client-Id", "any")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        return new JsonObject(response.body());
    }

    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

        private Client(String url) {
            HTTP.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            messages.add(data.toString());
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closeCode.complete(statusCode);
            return null;
        }

        private JsonObject next(String type) throws InterruptedException {
            while (true) {
                JsonObject message = new JsonObject(messages.poll(5, TimeUnit.SECONDS));
                String actual = message.getJsonObject("metadata").getString("message_type");
                if (actual.equals(type)) {
                    return message;
                }
                assertThat(actual).isEqualTo("session_keepalive");
            }
        }

        private String welcomed() throws InterruptedException {
            return next("session_welcome")
                    .getJsonObject("payload")
                    .getJsonObject("session")
                    .getString("id");
        }

        private int closeCode() {
            return closeCode.orTimeout(5, TimeUnit.SECONDS).join();
        }
    }
}
