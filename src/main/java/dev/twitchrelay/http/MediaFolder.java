package dev.twitchrelay.http;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user's own pictures and sounds for alerts: the files of one folder, at {@code /media/NAME}, and their list at {@code
 * /api/media}. The first bytes of a file decide what it is ({@link MediaKind}), and a file of another kind is refused, with
 * a sentence that says why. Files named {@code .json} have variations of alerts. Files are read at each request, so a new
 * file shows without a restart. No path and no link leads out of the folder. Thread-safe.
 */
public final class MediaFolder {
    private static final String ADDRESS = "/media/";
    private static final String SETTING = "relay.media";

    /** Names of people have spaces and umlauts. A backslash would be a path on Windows. */
    private static final Pattern NAME = Pattern.compile("[^./\\\\\\p{Cc}][^/\\\\\\p{Cc}]{0,199}");

    private static final int DISK_THREADS = 2;
    private static final int MOST_FILES = 500;
    private static final long MOST_BYTES = 20L << 20;
    private static final long MOST_BYTES_OF_VARIATIONS = 1L << 20;

    /**
     * A file in the list.
     *
     * @param kind {@code picture}, {@code video}, {@code sound} or {@code variations}; null for a refused file
     * @param bytes its size
     * @param refused why it is refused, as a sentence; null for a file that is served
     */
    record Entry(String name, String kind, long bytes, String refused) {}

    /**
     * The list, in alphabetical order.
     *
     * @param more how many more files the folder has than the list
     */
    record Contents(List<Entry> files, int more) {}

    /** A file that is there. One of {@code ending} and {@code refused} is null. */
    private record Found(Path path, String kind, String ending, long bytes, String refused) {}

    private final Path folder;
    private WorkerExecutor disk;

    /** @param folder need not exist */
    public MediaFolder(Path folder) {
        this.folder = folder;
    }

    /** Adds the files and their list to a router. */
    public void on(Router router, Vertx vertx) {
        // threads of its own, because slow routes take the usual ones
        disk = vertx.createSharedWorkerExecutor("media", DISK_THREADS);
        SharedAnswer list = new SharedAnswer(
                task -> disk.executeBlocking(Executors.callable(task), false), () -> JsonAnswer.made(200, contents()));
        router.get("/api/media").handler(list::send);
        router.route(ADDRESS + "*")
                .handler(context -> disk.executeBlocking(Executors.callable(() -> send(context)), false)
                        .onFailure(context::fail));
    }

    private void send(RoutingContext context) {
        if (Methods.refusesToChange(context)) {
            return;
        }
        String path = context.normalizedPath();
        String name = path.startsWith(ADDRESS) ? decoded(path.substring(ADDRESS.length())) : "";
        if (!NAME.matcher(name).matches()) {
            JsonAnswer.refuse(
                    context, 404, "a name in the folder " + SETTING + " has no / and \\ and does not begin with a dot");
            return;
        }
        Found file = find(name);
        if (file == null) {
            JsonAnswer.refuse(context, 404, "there is no “" + name + "” in the folder " + SETTING);
        } else if (file.refused != null) {
            JsonAnswer.refuse(context, 403, file.refused);
        } else {
            // no page, even for a browser that does not know nosniff
            context.response().putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            new FileAnswer(context, file.path, disk).begin("media." + file.ending, SETTING);
        }
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Contents contents() {
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return new Contents(List.of(), 0); // the folder is missing
        }
        List<Entry> entries = names.stream().limit(MOST_FILES).map(this::entry).toList();
        return new Contents(entries, names.size() - entries.size());
    }

    private Entry entry(String name) {
        Found file = NAME.matcher(name).matches() ? find(name) : null;
        return file == null
                ? new Entry(name, null, 0, "“" + name + "” cannot be read, or its name is too odd for an address")
                : new Entry(name, file.kind, file.bytes, file.refused);
    }

    /** Returns null if there is no such file. The path is the real one behind links. A mounted ConfigMap has links. */
    private Found find(String name) {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name).toRealPath();
            if (!file.startsWith(root)) {
                return refused(name, file, 0, "is a link that leads out of the folder: put the file itself there");
            }
            if (!Files.isRegularFile(file)) {
                return refused(name, file, 0, "is no file: pictures and sounds lie in the folder itself");
            }
            return judged(name, file, Files.size(file));
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static Found judged(String name, Path file, long bytes) throws IOException {
        boolean variations = name.toLowerCase(Locale.ROOT).endsWith(".json");
        long most = variations ? MOST_BYTES_OF_VARIATIONS : MOST_BYTES;
        if (bytes > most) {
            return refused(name, file, bytes, "is larger than " + (most >> 20) + " MB: make it smaller or shorter");
        }
        if (variations) {
            return new Found(file, "variations", "json", bytes, null);
        }
        byte[] head;
        try (InputStream open = Files.newInputStream(file)) {
            head = open.readNBytes(MediaKind.HEAD_BYTES);
        }
        return MediaKind.of(head)
                .map(kind -> new Found(file, kind.use(), kind.ending(), bytes, null))
                .orElseGet(() -> refused(name, file, bytes, MediaKind.refusal(name, head)));
    }

    /** @param why the rest of a sentence that begins with the name */
    private static Found refused(String name, Path file, long bytes, String why) {
        return new Found(file, null, null, bytes, "“" + name + "” " + why);
    }
}
