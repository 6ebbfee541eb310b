package dev.twitchrelay.http;

import dev.twitchrelay.kit.Sha256;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final int DIGEST_LENGTH = 24;

    // Vert.x writes text of this form without encoding it again, and looks its names up without a new hash
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence FOR_EVER = HttpHeaders.createOptimized("public, max-age=31536000, immutable");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence UNKNOWN_TYPE = HttpHeaders.createOptimized("application/octet-stream");

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

    private static final Map<String, CharSequence> TYPES = Map.ofEntries(
            type("html", "text/html;charset=utf-8"),
            type("js", "text/javascript;charset=utf-8"),
            type("css", "text/css;charset=utf-8"),
            type("json", "application/json"),
            type("yaml", "application/yaml"),
            type("ts", "text/plain;charset=utf-8"),
            type("txt", "text/plain;charset=utf-8"),
            type("svg", "image/svg+xml"),
            type("png", "image/png"),
            type("jpg", "image/jpeg"),
            type("gif", "image/gif"),
            type("webp", "image/webp"),
            type("ico", "image/x-icon"),
            type("woff2", "font/woff2"),
            type("mp3", "audio/mpeg"),
            type("ogg", "audio/ogg"),
            type("wav", "audio/wav"),
            type("webm", "video/webm"),
            type("mp4", "video/mp4"));

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
        boolean small = compressed != null && takesGzip(request);
        HttpServerResponse response = request.response();
        if (compressed != null) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (isUnchanged(request, name, digest + (small ? "-gzip" : ""), fixed, framedAnywhere)) {
            return;
        }
        if (small) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
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
        response.putHeader(HttpHeaders.ETAG, etag);
        if (etag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return true;
        }
        // a browser runs no file of an unknown type
        response.putHeader(
                HttpHeaders.CONTENT_TYPE, TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), UNKNOWN_TYPE));
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
        headers.set(HttpHeaders.CACHE_CONTROL, fixed ? FOR_EVER : NO_CACHE).set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        if (name.startsWith(DESCRIPTIONS)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
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

    private static Map.Entry<String, CharSequence> type(String ending, String mediaType) {
        return Map.entry(ending, HttpHeaders.createOptimized(mediaType));
    }

    /** A short text that is different for each content. */
    static String digest(byte[] content) {
        return Sha256.hex(content).substring(0, DIGEST_LENGTH);
    }

    /** Puts content outside of the heap. All answers use this memory; from the heap, each answer would need a copy. */
    private static Buffer shared(byte[] content) {
        ByteBuf memory = Unpooled.directBuffer(content.length, content.length).writeBytes(content);
        return Buffer.buffer(Unpooled.unreleasableBuffer(memory.asReadOnly()));
    }

    static boolean takesGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip");
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
