package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of the event stream. No other class knows the format of a frame. */
final class EventFrame {

    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");

    private EventFrame() {}

    /** A message. It has no {@code event:} line, so that a browser's plain {@code onmessage} gets it. */
    static byte[] message(String id, byte[] json) {
        byte[] idBytes = ascii(id);
        byte[] frame = new byte[ID.length + idBytes.length + DATA.length + json.length + END.length];
        int at = put(frame, 0, ID);
        at = put(frame, at, idBytes);
        at = put(frame, at, DATA);
        at = put(frame, at, json);
        put(frame, at, END);
        return frame;
    }

    /** Copies the JSON of a message from its frame. */
    static void copyJson(SseMessage message, ByteBuf target) {
        target.writeBytes(message.frame(), jsonFrom(message.id()), jsonLength(message.id(), message.frame()));
    }

    /** The JSON of the message with this id, from its frame. */
    static String json(String id, byte[] frame) {
        return new String(frame, jsonFrom(id), jsonLength(id, frame), StandardCharsets.UTF_8);
    }

    private static int jsonFrom(String id) {
        return ID.length + id.length() + DATA.length;
    }

    private static int jsonLength(String id, byte[] frame) {
        return frame.length - jsonFrom(id) - END.length;
    }

    static byte[] retry(long millis) {
        return ascii("retry: " + millis + "\n\n");
    }

    /**
     * The first frame of a client.
     *
     * @param id the id at which the client starts
     * @param missed the number of events that are replayed, -1 if some of them are not known any more
     * @param stale whether new messages may be missing at the moment
     */
    static byte[] hello(String id, int missed, boolean stale) {
        return ascii("event: hello\ndata: {\"id\":\"" + id + "\",\"missed\":" + (missed < 0 ? "\"unknown\"" : missed)
                + (stale ? ",\"stale\":true" : "") + "}\n\n");
    }

    /**
     * A named event without an id.
     *
     * @param name has been checked by {@link SseMessage#isName}
     * @param json one JSON object on one line, UTF-8
     */
    static byte[] named(String name, byte[] json) {
        return concat(List.of(ascii("event: " + name), DATA, json, END));
    }

    static byte[] ping() {
        return ascii("event: ping\ndata: {}\n\n");
    }

    static byte[] bye(long retryMillis) {
        return ascii("event: bye\nretry: " + retryMillis + "\ndata: {\"retry\":" + retryMillis + "}\n\n");
    }

    static byte[] concat(Iterable<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(512);
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static int put(byte[] target, int at, byte[] part) {
        System.arraycopy(part, 0, target, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
