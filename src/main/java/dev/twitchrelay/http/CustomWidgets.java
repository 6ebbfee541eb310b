package dev.twitchrelay.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user's own widgets: the files of one folder, at {@code /widgets/custom/}. A {@code name.js} without a {@code name.html}
 * gets a page of ours around it, with {@code name.css} if there is one. Files are read at each request, so that an edit shows
 * at the next reload. Nothing outside of the folder can be reached, also not by a link in it. Thread-safe.
 */
public final class CustomWidgets {
    private static final String ADDRESS = "/widgets/custom/";
    private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");
    private static final long MOST_BYTES = 50L << 20;
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <title>%1$s</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/theme.css">
                <link rel="stylesheet" href="/widget.css">
                %2$s<script type="module" src="%1$s.js"></script>
              </head>
              <body></body>
            </html>
            """.replace("href=\"/", "href=\"../../");

    /** As it is listed. */
    record Widget(String name, String address) {}

    private final Path folder;

    /** @param folder need not exist */
    public CustomWidgets(Path folder) {
        this.folder = folder;
    }

    /** Serves them, and their names as JSON at {@code GET /api/widgets}. */
    public void on(Router router) {
        router.get("/api/widgets").blockingHandler(context -> JsonAnswer.send(context, 200, names()), false);
        router.route(ADDRESS + "*").blockingHandler(this::read, false);
    }

    private void read(RoutingContext context) {
        if (Methods.refusesToChange(context)) {
            return;
        }
        String name = context.normalizedPath().substring(ADDRESS.length());
        try {
            Page page = NAME.matcher(name).matches() ? find(name) : null;
            if (page == null) {
                JsonAnswer.refuse(
                        context,
                        404,
                        "there is no such widget; put a .js or .html file of that name into the folder of"
                                + " relay.widgets, without spaces or a dot at its beginning");
            } else {
                page.send(context.request(), false);
            }
        } catch (IOException e) {
            JsonAnswer.refuse(context, 404, "this file of relay.widgets cannot be read");
        }
    }

    /** A file, or the page of a widget; null if there is none. */
    private Page find(String name) throws IOException {
        byte[] content = content(name);
        if (content != null) {
            return page(name, content);
        }
        content = content(name + ".html");
        if (content == null && name.indexOf('/') < 0 && file(name + ".js") != null) {
            String style =
                    file(name + ".css") == null ? "" : "<link rel=\"stylesheet\" href=\"" + name + ".css\">\n    ";
            content = PAGE.formatted(name, style).getBytes(StandardCharsets.UTF_8);
        }
        return content == null ? null : page(".html", content);
    }

    private static Page page(String name, byte[] content) {
        return new Page(name, Buffer.buffer(content), null, Page.digest(content));
    }

    private byte[] content(String name) throws IOException {
        Path file = file(name);
        return file == null ? null : Files.readAllBytes(file);
    }

    /** The file itself, links followed as a mounted ConfigMap needs it; null unless it lies in the folder. */
    private Path file(String name) {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name).toRealPath();
            return file.startsWith(root) && Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES ? file : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private List<Widget> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches() && name.matches(".*\\.(html|js)"))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .distinct()
                    .sorted()
                    .map(name -> new Widget(name, ADDRESS + name))
                    .toList();
        } catch (IOException e) {
            return List.of(); // no folder, no widgets of one's own
        }
    }
}
