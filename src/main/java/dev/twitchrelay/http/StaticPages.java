package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages and scripts that come with the relay, from memory: what was not put in when it was made does not exist, so no
 * path can lead anywhere else. Thread-safe.
 */
public final class StaticPages implements Handler<RoutingContext> {
    /** No inline script, no foreign origin; pages may be framed, because that is how OBS docks and editors show them. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none';"
                    + " form-action 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "json", "application/json",
            "ts", "text/plain;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "mp3", "audio/mpeg");

    private record Page(Buffer content, String type, String etag) {}

    private final Map<String, Page> pages = new TreeMap<>();

    /** @param files content by path, for example {@code index.html} and {@code widgets/goal.html} */
    public StaticPages(Map<String, byte[]> files) {
        files.forEach((path, content) -> {
            String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
            Page page = new Page(Buffer.buffer(content), type, etag(content));
            pages.put("/" + path, page);
            if (path.equals("index.html")) {
                pages.put("/", page);
            } else if (path.endsWith(".html")) {
                pages.put("/" + path.substring(0, path.length() - ".html".length()), page);
            }
        });
    }

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        Page page = pages.get(context.normalizedPath());
        if (page == null) {
            JsonAnswer.refuse(context, 404, "there is nothing at this address; the dashboard is at /");
            return;
        }
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            context.response().putHeader("Allow", "GET, HEAD");
            JsonAnswer.refuse(context, 405, "this address can only be read");
            return;
        }
        var response = context.response()
                .putHeader("ETag", page.etag())
                // a browser asks each time whether it is still the same: OBS would show an old widget for weeks
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        if (page.etag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", page.type());
        if (method == HttpMethod.HEAD) {
            response.putHeader("Content-Length", String.valueOf(page.content().length()))
                    .end();
        } else {
            response.end(page.content());
        }
    }

    private static String etag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
