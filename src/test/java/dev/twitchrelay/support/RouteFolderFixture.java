package dev.twitchrelay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of routes that a test edits, as a working copy or as a mounted ConfigMap. */
public final class RouteFolderFixture {
    private final Path folder;
    private final boolean configMap;
    private final Map<String, byte[]> files = new TreeMap<>();
    private int generation;

    private RouteFolderFixture(Path folder, boolean configMap) {
        this.folder = folder;
        this.configMap = configMap;
    }

    /** A copy of the shipped route files, edited in place. */
    public static RouteFolderFixture workingCopy(Path folder) {
        return shipped(new RouteFolderFixture(folder, false));
    }

    /** A copy of the shipped route files behind links, as Kubernetes mounts a ConfigMap: all of it is swapped at once. */
    public static RouteFolderFixture configMap(Path folder) {
        return shipped(new RouteFolderFixture(folder, true));
    }

    private static RouteFolderFixture shipped(RouteFolderFixture fixture) {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                fixture.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
            fixture.publish(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fixture;
    }

    public Path path() {
        return folder;
    }

    public String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    /** The text, or null when there is no such file. */
    public String textOrNull(String name) {
        return files.containsKey(name) ? text(name) : null;
    }

    public void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(String name, byte[] content) {
        files.put(name, content);
        publish(name);
    }

    public void delete(String name) {
        if (files.remove(name) != null) {
            publish(name);
        }
    }

    private void publish(String name) {
        try {
            if (configMap) {
                swap();
            } else {
                for (String each : name == null ? files.keySet() : java.util.Set.of(name)) {
                    if (files.containsKey(each)) {
                        Files.write(folder.resolve(each), files.get(each));
                    } else {
                        Files.delete(folder.resolve(each));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the kubelet does: a new folder, one link renamed over another, then the old folder and stale links go. */
    private void swap() throws IOException {
        Path old = folder.resolve("..version" + generation++);
        Path fresh = Files.createDirectory(folder.resolve("..version" + generation));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(fresh.resolve(file.getKey()), file.getValue());
        }
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), fresh.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String name : files.keySet()) {
            if (!Files.isSymbolicLink(folder.resolve(name))) {
                Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
            }
        }
        try (Stream<Path> links = Files.list(folder)) {
            for (Path each : links.toList()) {
                String name = each.getFileName().toString();
                if (!name.startsWith("..") && !files.containsKey(name)) {
                    Files.delete(each);
                }
            }
        }
        if (Files.isDirectory(old)) {
            try (Stream<Path> content = Files.list(old)) {
                for (Path each : content.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(old);
        }
    }
}
