package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ChatTest extends AgainstSimulator {
    private static final String OWN_ROOM = "?broadcaster_id=700100&moderator_id=700100";

    private Answer write(String text) {
        return post(
                URI.create(simulator.apiUrl() + "/chat/messages"),
                SimulatorJson.object()
                        .put("broadcaster_id", "700100")
                        .put("sender_id", simulator.options().tokenUser.id())
                        .put("message", text)
                        .toString(),
                token);
    }

    private Answer announce(String query, String body) {
        return post(URI.create(simulator.apiUrl() + "/chat/announcements" + query), body, token);
    }

    private void startWithScopes() {
        start(SimulatorOptions.fast().withAllScopes());
    }

    @Test
    void aMessageIsShownAndCanBeSeen() {
        startWithScopes();

        Answer answer = write("hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.first().path("is_sent").booleanValue()).isTrue();
        assertThat(answer.first().path("message_id").asText()).isNotEmpty();
        assertThat(answer.first().path("drop_reason").isNull()).isTrue();
        assertThat(simulator.chat().lines())
                .containsExactly(new Chat.Line(simulator.options().broadcaster(), "hello", null, null));
        assertThat(control("GET", "", "").body().path("chat").toString())
                .isEqualTo("[{\"by\":\"LanternBay\",\"text\":\"hello\",\"announcement\":null,\"dropped\":null}]");
    }

    @Test
    void messagesAndAnnouncementsNeedTheirScopes() {
        start(SimulatorOptions.fast());

        assertThat(write("hello").message()).isEqualTo("Missing scope: user:write:chat");
        Answer announcement = announce(OWN_ROOM, "{\"message\":\"hello\"}");
        assertThat(announcement.status()).isEqualTo(401);
        assertThat(announcement.message()).isEqualTo("Missing scope: moderator:manage:announcements");
        assertThat(simulator.chat().lines()).isEmpty();
    }

    @Test
    void theWriterMustOwnTheToken() {
        startWithScopes();

        Answer answer = post(
                URI.create(simulator.apiUrl() + "/chat/messages"),
                "{\"broadcaster_id\":\"700100\",\"sender_id\":\"5\",\"message\":\"hello\"}",
                token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.message()).isEqualTo("The ID in sender_id must match the user ID in the access token");
        assertThat(announce("?broadcaster_id=700100&moderator_id=5", "{\"message\":\"hello\"}")
                        .status())
                .isEqualTo(401);
        assertThat(announce("?broadcaster_id=5&moderator_id=700100", "{\"message\":\"hello\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void messagesAreAtMost500CharactersAndNeverEmpty() {
        startWithScopes();

        assertThat(write("é".repeat(500)).status()).isEqualTo(200);
        assertThat(write("é".repeat(501)).status()).isEqualTo(422);
        assertThat(write(" ").status()).isEqualTo(400);
    }

    @Test
    void aDroppedMessageIsAcceptedAndNotShown() {
        startWithScopes();
        control("POST", "/chat/drop?code=msg_rejected&message=Held%20for%20review.", "");

        Answer answer = write("hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("data").toString())
                .isEqualTo("[{\"message_id\":\"\",\"is_sent\":false,\"drop_reason\":"
                        + "{\"code\":\"msg_rejected\",\"message\":\"Held for review.\"}}]");
        assertThat(simulator.chat().lines().get(0).dropped()).isEqualTo("msg_rejected");
        assertThat(write("again").first().path("is_sent").booleanValue()).isTrue();
    }

    @Test
    void onlyModeratorsMayRepeatAMessage() {
        start(SimulatorOptions.fast().withAllScopes().withTokenUser(Person.of("700200", "Guest"), false));

        write("hello");

        assertThat(write("hello").first().at("/drop_reason/code").asText()).isEqualTo("msg_duplicate");
    }

    @Test
    void nobodyWritesMoreThanTwentyTimesInHalfAMinute() {
        startWithScopes();

        for (int i = 0; i < 20; i++) {
            assertThat(write("no " + i).first().path("is_sent").booleanValue()).isTrue();
        }

        assertThat(write("no 20").first().at("/drop_reason/code").asText()).isEqualTo("msg_ratelimit");
    }

    @Test
    void announcementsAreCutHaveAColorAndNeedAPauseOfTwoSeconds() {
        startWithScopes();

        assertThat(announce(OWN_ROOM, "{\"message\":\"hello\",\"color\":\"pink\"}")
                        .status())
                .isEqualTo(400);
        assertThat(announce(OWN_ROOM, "{\"message\":\"" + "a".repeat(600) + "\",\"color\":\"purple\"}")
                        .status())
                .isEqualTo(204);
        assertThat(announce(OWN_ROOM, "{\"message\":\"too soon\"}").status()).isEqualTo(429);
        assertThat(simulator.chat().lines())
                .containsExactly(new Chat.Line(simulator.options().broadcaster(), "a".repeat(500), "purple", null));
    }
}
