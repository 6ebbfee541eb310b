package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Disk;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The route files and Kamelets of a folder at one moment, and the files whose content looks like a route although their
 * name does not, because their author would wait in vain for an error. {@link RouteReader} refuses the latter.
 * Immutable.
 *
 * @param files the content by the name relative to the folder; null for a file that cannot be read
 */
record FolderSnapshot(Map<String, byte[]> files) {
    /** Nobody writes a larger route file, and reading such a file would take much memory. */
    private static final int MOST_BYTES = 2 << 20;

    /** Deeper than anybody sorts route files. The limit also ends links that lead in circles. */
    private static final int DEPTH = 6;

    /** Names of files in which somebody may have written a route. Tests of routes and kustomize's file are no routes. */
    private static final Pattern MAYBE_ROUTE =
            Pattern.compile("(?i)(?!\\.|kustomization\\.|.*\\.test\\.yaml$).+\\.(ya?ml|xml|java)");

    /** The begin of a route or Kamelet in Camel's YAML, XML or Java. */
    private static final Pattern ROUTE = Pattern.compile("(?m)^\\s*-?\\s*(route|routeConfiguration):\\s*(\\{.*)?$"
            + "|\\bfrom:\\s*(\\{\\s*)?uri:|^kind:\\s*Kamelet\\b|<(routes?|camel)[\\s>]|\\bRouteBuilder\\b");

    /**
     * Reads a folder. It follows links, because a mounted ConfigMap consists of links, and leaves out hidden files.
     *
     * @throws IOException if the folder does not exist
     */
    static FolderSnapshot of(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Files.walkFileTree(
                folder.toRealPath(), EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
                    private final Path root = folder.toRealPath();
                    // a URI holds the bytes of the name on disk, so the name is right in every locale
                    private final URI rootUri = root.toUri();

                    @Override
                    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                        return !directory.equals(root) && isHidden(directory)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString();
                        if (RouteFile.isRouteFile(name) && !isHidden(file)) {
                            files.put(rootUri.relativize(file.toUri()).getPath(), content(file));
                        } else if (MAYBE_ROUTE.matcher(name).matches() && looksLikeRoute(content(file))) {
                            files.put(rootUri.relativize(file.toUri()).getPath(), content(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return new FolderSnapshot(files);
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean looksLikeRoute(byte[] content) {
        return content != null
                && ROUTE.matcher(new String(content, StandardCharsets.UTF_8)).find();
    }

    private static byte[] content(Path file) {
        try {
            return Disk.read(file, MOST_BYTES);
        } catch (IOException e) {
            return null;
        }
    }

    Set<String> names() {
        return files.keySet();
    }

    /** The version of a file; null for a file that is not here or cannot be read. */
    String version(String name) {
        return files.get(name) == null ? null : RouteFile.version(files.get(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FolderSnapshot snapshot
                && files.keySet().equals(snapshot.files.keySet())
                && files.keySet().stream().allMatch(name -> Arrays.equals(files.get(name), snapshot.files.get(name)));
    }

    @Override
    public int hashCode() {
        return files.keySet().hashCode();
    }
}
