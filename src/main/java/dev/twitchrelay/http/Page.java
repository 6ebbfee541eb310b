package dev.twitchrelay.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file in memory, ready to be sent: as it is, and compressed where that is worth it. Immutable.
 *
 * @param name its ending says what it is
 * @param compressed null where it would be no smaller
 */
record Page(String name, Buffer content, Buffer compressed, String digest) {
    private static final int DIGEST_BYTES = 12;

    static Page of(String name, byte[] content) {
        byte[] compressed = gzip(content);
        return new Page(
                name,
                Buffer.buffer(content),
                compressed.length < content.length * 9 / 10 ? Buffer.buffer(compressed) : null,
                digest(content));
    }

    /**
     * Answers a request to read it.
     *
     * @param fixed whether it never changes at this address
     */
    void send(HttpServerRequest request, boolean fixed) {
        HttpServerResponse response = request.response();
        PageHeaders.put(response.headers(), name, fixed);
        String accepted = request.getHeader("Accept-Encoding");
        boolean small = compressed != null && accepted != null && accepted.contains("gzip");
        String etag = '"' + digest + (small ? "-gzip" : "") + '"';
        response.putHeader("ETag", etag);
        if (compressed != null) {
            response.putHeader("Vary", "Accept-Encoding");
        }
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", PageHeaders.typeOf(name));
        if (small) {
            response.putHeader("Content-Encoding", "gzip");
        }
        response.end(small ? compressed : content);
    }

    /** Short, and the same only for the same content. */
    static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
