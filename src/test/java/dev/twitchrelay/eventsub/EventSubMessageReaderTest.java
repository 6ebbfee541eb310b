package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessageReader.InvalidMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSubMessageReaderTest {
    private final EventSubMessageReader reader = new EventSubMessageReader();

    private EventSubMessage reconnect(String url) throws InvalidMessageException {
        return reader.read(
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
                        () -> reader.read(
                                "{\"metadata\":{\"message_type\":\"notification\"},\"payload\":{\"event\":{\"n\":1e999104982311}}}"))
                .isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\n"})
    void aMessageWhoseTypeIsBlankIsNone(String type) {
        assertThatThrownBy(() -> reader.read("{\"metadata\":{\"message_type\":\"" + type + "\"},\"payload\":{}}"))
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
