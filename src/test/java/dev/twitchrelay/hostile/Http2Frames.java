package dev.twitchrelay.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HTTP/2's frames (RFC 9113) and header blocks (RFC 7541) as bytes, valid or not. */
final class Http2Frames {
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;

    private Http2Frames() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The preface and settings, with the window that each of our streams begins with. */
    static byte[] opening(int window) {
        return join("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), settings(window));
    }

    static byte[] settings(int window) {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(window)
                        .array());
    }

    static byte[] ping(long content) {
        return frame(PING, 0, 0, ByteBuffer.allocate(8).putLong(content).array());
    }

    static byte[] headers(int stream, int flags, byte[] block) {
        return frame(HEADERS, flags, stream, block);
    }

    static byte[] continuation(int stream, int flags, byte[] block) {
        return frame(CONTINUATION, flags, stream, block);
    }

    static byte[] data(int stream, int flags, byte[] content) {
        return frame(DATA, flags, stream, content);
    }

    static byte[] reset(int stream) {
        return frame(RESET, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
    }

    static byte[] priority(int stream) {
        return frame(PRIORITY, 0, stream, new byte[] {0, 0, 0, 0, 16});
    }

    static byte[] windowUpdate(int stream, int increment) {
        return frame(
                WINDOW_UPDATE,
                0,
                stream,
                ByteBuffer.allocate(4).putInt(increment).array());
    }

    /** A whole request without body. */
    static byte[] get(int stream, String path) {
        return headers(stream, END_STREAM | END_HEADERS, block("GET", path));
    }

    /** The four headers that every request has. */
    static byte[] block(String method, String path) {
        // indexes of the static table: method GET or POST, scheme https, and the names of path and authority
        return join(
                new byte[] {(byte) (method.equals("POST") ? 0x83 : 0x82), (byte) 0x87, 4},
                string(path),
                new byte[] {1},
                string("localhost"));
    }

    /** A header that the table is not to remember. */
    static byte[] header(String name, String value) {
        return join(new byte[] {0}, string(name), string(value));
    }

    /** A header that the table remembers as its newest. */
    static byte[] rememberedHeader(String name, String value) {
        return join(new byte[] {0x40}, string(name), string(value));
    }

    /** The newest header of the table, so many times, a byte each. */
    static byte[] newestHeader(int times) {
        byte[] all = new byte[times];
        Arrays.fill(all, (byte) (0x80 | 62));
        return all;
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (bytes.length < 127) {
            all.write(bytes.length);
        } else {
            all.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                all.write(rest % 128 + 128);
                rest /= 128;
            }
            all.write(rest);
        }
        all.writeBytes(bytes);
        return all.toByteArray();
    }
}
