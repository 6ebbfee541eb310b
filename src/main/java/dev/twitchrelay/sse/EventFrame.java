package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The text of the event stream: the only place that knows what a frame looks like. */
final class EventFrame {

    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");

    private EventFrame() {}

    /** A message: no {@code event:} line, so that a browser's plain {@code onmessage} gets it. */
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

    /** Copies the JSON out of a message's frame. */
    static void copyJson(LogEntry entry, ByteBuf target) {
        int from = ID.length + entry.message().id().length() + DATA.length;
        target.writeBytes(entry.frame(), from, entry.frame().length - from - END.length);
    }

    static byte[] retry(long millis) {
        return ascii("retry: " + millis + "\n\n");
    }

    /**
     * What a client is told first: where it starts, how many messages are replayed, or that nobody knows, and whether new
     * ones may be missing for the moment.
     */
    static byte[] hello(String id, String missed, boolean stale) {
        return ascii("event: hello\ndata: {\"id\":\"" + id + "\",\"missed\":" + missed
                + (stale ? ",\"stale\":true" : "") + "}\n\n");
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
