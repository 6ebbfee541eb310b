package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The pages and scripts that come with the relay, from memory: what was not put in when it was made does not exist, so no
 * path can lead anywhere else, and is left to the next handler. Scripts have one address only, the one with a version, so that all pages of a browser, also
 * those that ask for {@code /twitch-stream.js}, find the same shared worker. Thread-safe.
 */
public final class StaticPages implements Handler<RoutingContext> {
    /** What a page says of itself that any page may frame, because it has no buttons. */
    private static final String WIDGET = "<meta name=\"relay-page\" content=\"widget\">";

    private final AssetVersion version;
    private final Map<String, Page> pages = new HashMap<>();

    /** @param files content by path, for example {@code index.html} and {@code widgets/goal.html} */
    public StaticPages(Map<String, byte[]> files) {
        version = new AssetVersion(files);
        files.forEach((path, content) -> {
            if (path.endsWith(".html")) {
                boolean widget = new String(content, StandardCharsets.UTF_8).contains(WIDGET);
                Page page = Page.of(path, version.applyTo(path, content), widget);
                pages.put(path, page);
                pages.put(path.equals("index.html") ? "" : path.substring(0, path.length() - ".html".length()), page);
            } else {
                pages.put(path, Page.of(path, content, false));
            }
        });
    }

    @Override
    public void handle(RoutingContext context) {
        String path = context.normalizedPath();
        boolean fixed = false;
        boolean versioned = path.startsWith(AssetVersion.FOLDER);
        if (versioned) {
            int slash = path.indexOf('/', AssetVersion.FOLDER.length());
            // a page that an older relay sent still gets its scripts, but they are not kept under that address
            fixed = slash > 0 && version.is(path.substring(AssetVersion.FOLDER.length(), slash));
            path = slash < 0 ? path : path.substring(slash);
        }
        Page page = pages.get(path.substring(1));
        if (page == null || (versioned && page.name().endsWith(".html"))) {
            context.next();
        } else if (Methods.refusesToChange(context)) {
            return;
        } else if (!versioned && page.name().endsWith(".js")) {
            PageHeaders.put(context.response().headers(), path, false, false);
            context.response()
                    .setStatusCode(302)
                    .putHeader("Location", up(path) + version.of(path.substring(1)))
                    .end();
        } else {
            page.send(context.request(), fixed);
        }
    }

    /** Relative, so that a proxy's path prefix does no harm. */
    private static String up(String path) {
        return "../".repeat((int) path.chars().filter(c -> c == '/').count() - 1);
    }
}
