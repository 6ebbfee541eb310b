package dev.twitchrelay.http;

import io.vertx.core.MultiMap;
import java.util.Map;

/** What every page and script is sent with. */
final class PageHeaders {
    /** No inline script, no foreign origin. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self';"
                    + " base-uri 'none'; form-action 'none'";

    /** For widgets. OBS puts custom CSS into a style element of the page. Scripts stay as strict as on other pages. */
    private static final String OWN_STYLE = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    /** A click on a page with buttons must not be one that a foreign page around it has led there. */
    private static final String OWN_FRAMES = POLICY + "; frame-ancestors 'self'";

    /** Of what is no page at all. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
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

    private PageHeaders() {}

    /** The media type of a file, by its name's ending; nothing that a browser would run if it is none of ours. */
    static String typeOf(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /**
     * The policy goes with what it applies to, documents and workers: some thirty small modules are smaller without it.
     *
     * @param name the file's
     * @param fixed whether what is at this address never changes; otherwise a browser asks each time whether it is still
     *     the same, for OBS would show an old widget for weeks
     * @param framedAnywhere whether the file is a widget: foreign pages, such as editors, may frame it, and OBS may style it
     */
    static void put(MultiMap headers, String name, boolean fixed, boolean framedAnywhere) {
        headers.set("Cache-Control", fixed ? "public, max-age=31536000, immutable" : "no-cache")
                .set("X-Content-Type-Options", "nosniff");
        if (name.endsWith(".html") || name.endsWith(".svg") || name.endsWith("-worker.js")) {
            headers.set("Content-Security-Policy", framedAnywhere ? OWN_STYLE : OWN_FRAMES)
                    .set("Referrer-Policy", "no-referrer");
            if (!framedAnywhere) {
                // for browsers that do not know frame-ancestors
                headers.set("X-Frame-Options", "SAMEORIGIN");
            }
        }
    }

    /** For answers that nobody should show as a page, errors among them. */
    static void putOfData(MultiMap headers) {
        headers.set("Content-Security-Policy", NOTHING)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY");
    }
}
