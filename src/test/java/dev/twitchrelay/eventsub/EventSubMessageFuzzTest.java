package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.eventsub.EventSubMessage.InvalidMessageException;
import dev.twitchrelay.support.Fuzz;
import dev.twitchrelay.support.Mutations;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever comes over the socket is a message or an {@link InvalidMessageException}. */
class EventSubMessageFuzzTest {
    private static final List<String> MESSAGES = List.of(
            "{\"metadata\":{\"message_id\":\"a\",\"message_type\":\"session_welcome\",\"message_timestamp\":"
                    + "\"2026-11-23T10:00:00.104982311Z\"},\"payload\":{\"session\":{\"id\":\"AgoQ\",\"status\":\"connected\","
                    + "\"keepalive_timeout_seconds\":10,\"reconnect_url\":null,\"recovery_url\":null}}}",
            "{\"metadata\":{\"message_id\":\"b\",\"message_type\":\"session_reconnect\"},\"payload\":{\"session\":{\"id\":"
                    + "\"AgoQ\",\"keepalive_timeout_seconds\":null,\"reconnect_url\":\"wss://a.b/ws?c=1\\u0026id=2\"}}}",
            "{\"metadata\":{\"message_id\":\"c\",\"message_type\":\"session_keepalive\"},\"payload\":{}}",
            "{\"metadata\":{\"message_id\":\"d\",\"message_type\":\"notification\",\"subscription_type\":\"channel.follow\","
                    + "\"subscription_version\":\"2\"},\"payload\":{\"subscription\":{\"id\":\"s\",\"cost\":0},"
                    + "\"event\":{\"user_id\":\"1\",\"followed_at\":\"2026-11-23T10:00:12.512345678Z\"}}}",
            "{\"metadata\":{\"message_id\":\"e\",\"message_type\":\"revocation\",\"subscription_type\":\"channel.cheer\"},"
                    + "\"payload\":{\"subscription\":{\"id\":\"s\",\"status\":\"authorization_revoked\"}}}");

    @Provide
    Arbitrary<String> spoiltMessages() {
        return Mutations.of(MESSAGES);
    }

    @Fuzz
    void aTextIsAMessageOrInvalid(@ForAll("spoiltMessages") String text) {
        try {
            EventSubMessage message = EventSubMessage.read(text);
            assertThat(message.id()).isNotNull();
            assertThat(message.type()).isNotBlank();
            assertThat(message.metadata("message_timestamp")).isNotNull();
            if (message instanceof EventSubMessage.Welcome welcome) {
                assertThat(welcome.keepalive().isNegative()).isFalse();
            }
        } catch (InvalidMessageException invalid) {
            assertThat(invalid.getMessage()).isNotBlank();
        }
    }
}
