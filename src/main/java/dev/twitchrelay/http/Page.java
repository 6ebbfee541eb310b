package dev.twitchrelay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
 * @param framedAnywhere whether foreign pages may frame it; those with buttons that change something must not be
 */
record Page(String name, Buffer content, Buffer compressed, String digest, boolean framedAnywhere) {
    private static final int DIGEST_BYTES = 12;

    static Page of(String name, byte[] content, boolean framedAnywhere) {
        byte[] compressed = gzip(content);
        return new Page(
                name,
                shared(content),
                compressed.length < content.length * 9 / 10 ? shared(compressed) : null,
                digest(content),
                framedAnywhere);
    }

    /**
     * Answers a request to read it.
     *
     * @param fixed whether it never changes at this address
     */
    void send(HttpServerRequest request, boolean fixed) {
        String accepted = request.getHeader("Accept-Encoding");
        boolean small = compressed != null && accepted != null && accepted.contains("gzip");
        HttpServerResponse response = request.response();
        if (compressed != null) {
            response.putHeader("Vary", "Accept-Encoding");
        }
        if (isUnchanged(request, name, digest + (small ? "-gzip" : ""), fixed, framedAnywhere)) {
            return;
        }
        if (small) {
            response.putHeader("Content-Encoding", "gzip");
        }
        response.end(small ? compressed : content);
    }

    /**
     * Puts the headers of a file; whether the client has it already, in which case it has been told so.
     *
     * @param version the same only for the same content
     */
    static boolean isUnchanged(
            HttpServerRequest request, String name, String version, boolean fixed, boolean framedAnywhere) {
        HttpServerResponse response = request.response();
        PageHeaders.put(response.headers(), name, fixed, framedAnywhere);
        String etag = '"' + version + '"';
        response.putHeader("ETag", etag);
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return true;
        }
        response.putHeader("Content-Type", PageHeaders.typeOf(name));
        return false;
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

    /** Memory outside the heap that all clients are sent the page from: else each answer that waits were a copy of it. */
    private static Buffer shared(byte[] content) {
        ByteBuf memory = Unpooled.directBuffer(content.length, content.length).writeBytes(content);
        return Buffer.buffer(Unpooled.unreleasableBuffer(memory.asReadOnly()));
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
