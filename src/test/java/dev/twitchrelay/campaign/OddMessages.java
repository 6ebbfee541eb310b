package dev.twitchrelay.campaign;

import java.util.List;

/** Messages that are JSON, and nothing that Twitch documents. */
final class OddMessages {
    static final List<String> ALL = List.of(
            "null",
            "[]",
            "\"text\"",
            "{}",
            "{\"metadata\":null,\"payload\":null}",
            "{\"metadata\":{\"message_id\":null,\"message_type\":null}}",
            "{\"metadata\":{\"message_type\":[\"notification\"]}}",
            "{\"metadata\":{\"message_id\":7,\"message_type\":\"notification\",\"subscription_type\":null}}",
            "{\"metadata\":{\"message_type\":\"session_reconnect\"},\"payload\":{\"session\":{\"reconnect_url\":null}}}",
            "{\"metadata\":{\"message_type\":\"session_reconnect\"},\"payload\":{\"session\":{\"reconnect_url\":7}}}",
            "{\"metadata\":{\"message_type\":\"session_welcome\"},\"payload\":{\"session\":{\"id\":null}}}",
            "{\"metadata\":{\"message_type\":\"session_welcome\"},\"payload\":{\"session\":[]}}",
            "{\"metadata\":{\"message_type\":\"revocation\"},\"payload\":{\"subscription\":null}}",
            "{\"metadata\":{\"message_id\":\"odd\",\"message_type\":\"revocation\"},\"payload\":{\"subscription\":"
                    + "{\"id\":\"no-such\",\"type\":\"no.such\",\"status\":null}}}",
            "{\"metadata\":{\"message_type\":\"notification\"},\"payload\":{\"event\":{\"n\":1e999104982311}}}",
            "{\"metadata\":{\"message_type\":\"session_keepalive\"},\"payload\":[[[]]]}");

    private OddMessages() {}
}
