package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.eventsub.EventSubMessage.InvalidMessageException;
import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Revocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSubMessageTest {
    private EventSubMessage reconnect(String url) throws InvalidMessageException {
        return EventSubMessage.read(
                "{\"metadata\":{\"message_type\":\"session_reconnect\"},\"payload\":{\"session\":{\"reconnect_url\":"
                        + url + "}}}");
    }

    @Test
    void aMoveNamesItsTargetVerbatim() throws InvalidMessageException {
        assertThat(((Reconnect) reconnect("\"wss://a.example/ws?a=1\\u0026b=%20\"")).url())
                .isEqualTo("wss://a.example/ws?a=1&b=%20");
    }

    @Test
    void aMessageWithANumberBeyondAllBoundsIsNone() {
        assertThatThrownBy(
                        () -> EventSubMessage.read(
                                "{\"metadata\":{\"message_type\":\"notification\"},\"payload\":{\"event\":{\"n\":1e999104982311}}}"))
                .isInstanceOf(InvalidMessageException.class);
    }

    private EventSubMessage message(String type, String payload) throws InvalidMessageException {
        return EventSubMessage.read("{\"metadata\":{\"message_id\":\"1\",\"message_type\":\"" + type
                + "\",\"subscription_type\":\"channel.follow\"},\"payload\":" + payload + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"event\":null}",
                "{\"event\":{}}",
                "{\"event\":[]}",
                "{\"event\":[{\"user_id\":\"1\"}]}",
                "{\"event\":\"follow\"}",
                "{\"event\":7}",
                "{\"events\":[{\"id\":\"1\",\"data\":{\"user_id\":\"1\"}}]}",
                "{\"subscription\":{\"id\":\"s\",\"status\":\"enabled\"}}",
                "{\"subscription\":{\"id\":\"s\",\"status\":\"enabled\"},\"event\":null}"
            })
    void aNotificationWithoutAnEventIsNoMessage(String payload) {
        assertThatThrownBy(() -> message("notification", payload)).isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_revoked", "user_removed", "version_removed", "what_comes_next"})
    void aNotificationOfASubscriptionThatIsNotEnabledIsItsRevocation(String status) throws InvalidMessageException {
        EventSubMessage message = message(
                "notification",
                "{\"subscription\":{\"id\":\"s\",\"type\":\"channel.follow\",\"status\":\"" + status + "\"}}");

        assertThat(message).isInstanceOf(Revocation.class);
        assertThat(message.type()).isEqualTo("revocation");
        assertThat(((Revocation) message).status()).isEqualTo(status);
        assertThat(((Revocation) message).subscriptionId()).isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"subscription\":null}",
                "{\"subscription\":[]}",
                "{\"subscription\":{}}",
                "{\"subscription\":{\"status\":\"user_removed\"}}",
                "{\"subscription\":{\"id\":\"s\"}}",
                "{\"subscription\":{\"id\":\"s\",\"status\":null}}",
                "{\"subscription\":{\"id\":7,\"status\":\"user_removed\"}}",
                "{\"subscription\":{\"id\":\"s\",\"status\":{}}}"
            })
    void aRevocationOfNobodyKnowsWhatIsNoMessage(String payload) {
        assertThatThrownBy(() -> message("revocation", payload)).isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"session\":null}",
                "{\"session\":[]}",
                "{\"session\":{\"id\":\"\"}}",
                "{\"session\":{\"id\":7}}"
            })
    void aWelcomeWithoutASessionIsNoMessage(String payload) {
        assertThatThrownBy(() -> message("session_welcome", payload)).isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\n"})
    void aMessageWhoseTypeIsBlankIsNone(String type) {
        assertThatThrownBy(
                        () -> EventSubMessage.read("{\"metadata\":{\"message_type\":\"" + type + "\"},\"payload\":{}}"))
                .isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "true",
                "[]",
                "{}",
                "\"\"",
                "\" \"",
                "\"ftp://x\"",
                "\"http://127.0.0.1/\"",
                "\"ws\""
            })
    void aMoveToNowhereIsNoMessageSoThatTheSocketThatWorksIsKept(String url) {
        assertThatThrownBy(() -> reconnect(url)).isInstanceOf(InvalidMessageException.class);
    }
}
