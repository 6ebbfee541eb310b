package dev.twitchrelay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A file in memory that is ready to be sent, and the headers that all pages and scripts are sent with. Immutable.
 *
 * @param name the name of the file; its ending gives the media type
 * @param compressed the content compressed, or null if it would not be much smaller
 * @param framedAnywhere whether foreign pages may frame it; a page with buttons that change something must not be
 *     framed
 */
record Page(String name, Buffer content, Buffer compressed, String digest, boolean framedAnywhere) {
    private static final int DIGEST_BYTES = 12;

    /** Schemas and the like, which a foreign page may read: viewers of such documents are pages. */
    private static final String DESCRIPTIONS = "api/";

    /** No inline script, no foreign origin. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self';"
                    + " base-uri 'none'; form-action 'none'";

    /** For widgets. OBS puts custom CSS into a style element of the page. Scripts stay as strict as on other pages. */
    private static final String OWN_STYLE = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    /** Keeps a foreign page from framing a page with buttons and leading a click onto one of them. */
    private static final String OWN_FRAMES = POLICY + "; frame-ancestors 'self'";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("ts", "text/plain;charset=utf-8"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("webm", "video/webm"),
            Map.entry("mp4", "video/mp4"));

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
     * Answers a request for this file.
     *
     * @param fixed whether the content at this address never changes
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
     * Puts the headers of a file. Returns whether the client has the file already; then the request has been answered.
     *
     * @param version a text that is different for each content
     */
    static boolean isUnchanged(
            HttpServerRequest request, String name, String version, boolean fixed, boolean framedAnywhere) {
        HttpServerResponse response = request.response();
        putHeaders(response.headers(), name, fixed, framedAnywhere);
        String etag = '"' + version + '"';
        response.putHeader("ETag", etag);
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return true;
        }
        // a browser runs no file of an unknown type
        response.putHeader(
                "Content-Type",
                TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"));
        return false;
    }

    /**
     * Puts the headers for caching and security. Only documents and workers get the policy, because it applies to them
     * alone, and the answers of about thirty small modules are smaller without it.
     *
     * @param fixed whether the content at this address never changes. Otherwise a browser asks each time whether it has
     *     changed, because OBS would show an old widget for weeks
     * @param framedAnywhere whether the file is a widget: foreign pages, such as editors, may frame it, and OBS may style it
     */
    static void putHeaders(MultiMap headers, String name, boolean fixed, boolean framedAnywhere) {
        headers.set("Cache-Control", fixed ? "public, max-age=31536000, immutable" : "no-cache")
                .set("X-Content-Type-Options", "nosniff");
        if (name.startsWith(DESCRIPTIONS)) {
            headers.set("Access-Control-Allow-Origin", "*");
        }
        if (name.endsWith(".html") || name.endsWith(".svg") || name.endsWith("-worker.js")) {
            headers.set("Content-Security-Policy", framedAnywhere ? OWN_STYLE : OWN_FRAMES)
                    .set("Referrer-Policy", "no-referrer");
            if (!framedAnywhere) {
                // for browsers that do not know frame-ancestors
                headers.set("X-Frame-Options", "SAMEORIGIN");
            }
        }
    }

    /** A short text that is different for each content. */
    static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts content outside of the heap. All answers use this memory; from the heap, each answer would need a copy. */
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
