package dev.twitchrelay.http;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user's own widgets: the files of one folder, at {@code /widgets/custom/}. A {@code name.js} without a {@code
 * name.html} gets a page of the relay's, with {@code name.css} if there is one. The files {@code themes/name.css} are
 * the user's own themes, which the relay's widgets can take. Files are read at each request, so that an edit shows at
 * the next reload. No path and no link leads out of the folder. Thread-safe.
 */
public final class CustomWidgets {
    private static final String ADDRESS = "/widgets/custom/";
    private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]*+(?:/[\\w-][\\w.-]*+)*+");
    private static final int DISK_THREADS = 4;
    private static final int MOST_CHARACTERS = 255;
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

    /** An entry of {@code GET /api/widgets}. */
    record Widget(String name, String address) {}

    private final Path folder;
    private WorkerExecutor disk;

    /** @param folder need not exist */
    public CustomWidgets(Path folder) {
        this.folder = folder;
    }

    /** Adds the widgets to a router, and the names of widgets and themes at {@code GET /api/widgets} and below. */
    public void on(Router router, Vertx vertx) {
        // widgets have threads of their own, because slow routes take the usual ones
        disk = vertx.createSharedWorkerExecutor("widgets", DISK_THREADS);
        router.get("/api/widgets").handler(context -> blocking(context, () -> JsonAnswer.send(context, 200, names())));
        router.get("/api/widgets/themes")
                .handler(context -> blocking(context, () -> JsonAnswer.send(context, 200, themes())));
        router.route(ADDRESS + "*").handler(context -> blocking(context, () -> read(context)));
    }

    private void blocking(RoutingContext context, Runnable answer) {
        disk.executeBlocking(Executors.callable(answer), false).onFailure(context::fail);
    }

    private void read(RoutingContext context) {
        if (Methods.refusesToChange(context)) {
            return;
        }
        String name = context.normalizedPath().substring(ADDRESS.length());
        if (name.length() > MOST_CHARACTERS || !NAME.matcher(name).matches() || !send(context, name)) {
            JsonAnswer.refuse(
                    context,
                    404,
                    "there is no such widget; put a .js or .html file of that name into the folder relay.widgets;"
                            + " the name must have no spaces and must not begin with a dot");
        }
    }

    /** Sends a file, or the page of a widget. Returns false if there is none. */
    private boolean send(RoutingContext context, String name) {
        Path file = file(name);
        Path page = file == null ? file(name + ".html") : null;
        if (file != null) {
            new FileAnswer(context, file, disk).begin(name, "relay.widgets");
        } else if (page != null) {
            new FileAnswer(context, page, disk).begin(name + ".html", "relay.widgets");
        } else if (name.indexOf('/') < 0 && file(name + ".js") != null) {
            String style =
                    file(name + ".css") == null ? "" : "<link rel=\"stylesheet\" href=\"" + name + ".css\">\n    ";
            byte[] content = PAGE.formatted(name, style).getBytes(StandardCharsets.UTF_8);
            new Page(".html", Buffer.buffer(content), null, Page.digest(content), true).send(context.request(), false);
        } else {
            return false;
        }
        return true;
    }

    /** The real file behind a name and its links, or null if it is not in the folder. A mounted ConfigMap has links. */
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
        return names(folder, ".*\\.(html|js)").stream()
                .map(name -> new Widget(name, ADDRESS + name))
                .toList();
    }

    private List<String> themes() {
        return names(folder.resolve("themes"), "[a-zA-Z0-9][\\w-]{0,39}\\.css");
    }

    /** The names of the files, without their endings, in alphabetical order. */
    private static List<String> names(Path folder, String wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches() && name.matches(wanted))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // the folder is missing
        }
    }
}
