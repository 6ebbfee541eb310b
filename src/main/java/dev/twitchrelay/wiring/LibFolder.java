package dev.twitchrelay.wiring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder {@code relay.lib}: jars with components, languages, Kamelets and beans that routes may use beside those in
 * the relay's own jar. The application calls it before anything else, for the relay and for commands, so that all
 * of them find the same names. The jars get a class loader of their own above the relay's: a library that is in both
 * comes from the relay, so a jar cannot change the relay's own versions, and the cache of loaded classes stays valid.
 * Without the folder there is no such loader, and no cost.
 */
public final class LibFolder {
    /** Its values are an argument, a system property or the environment variable RELAY_LIB, because no file is read yet. */
    private static final String SETTING = "relay.lib";

    private static final String DEFAULT = "lib";

    private static List<String> jars = List.of();

    private LibFolder() {}

    /**
     * Makes the classes of the jars visible to this thread, and to the threads that it starts.
     *
     * @param arguments of the program; {@code --relay.lib=FOLDER} wins
     */
    public static void use(String[] arguments) {
        Path folder = folder(arguments);
        if (!Files.isDirectory(folder) || isOwn(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                jars = found.stream().map(file -> file.getFileName().toString()).toList();
                Thread thread = Thread.currentThread();
                thread.setContextClassLoader(new URLClassLoader(
                        SETTING,
                        found.stream().map(LibFolder::url).toArray(URL[]::new),
                        thread.getContextClassLoader()));
            }
        } catch (IOException e) {
            throw new InvalidSettingException(
                    SETTING + " is " + folder.toAbsolutePath() + ", which cannot be read",
                    "make the folder readable for the relay");
        }
    }

    /** The folder that the arguments, the system property or the environment name. It need not exist. */
    public static Path folder(String[] arguments) {
        String option = "--" + SETTING + "=";
        String variable = System.getenv("RELAY_LIB");
        return Path.of(Stream.of(arguments)
                .filter(argument -> argument.startsWith(option))
                .map(argument -> argument.substring(option.length()))
                .findFirst()
                .orElse(System.getProperty(SETTING, variable == null || variable.isBlank() ? DEFAULT : variable)));
    }

    /** The names of the jars that {@link #use} has found. */
    static List<String> jars() {
        return jars;
    }

    /**
     * Whether the relay itself has a library.
     *
     * @param name of its jar without the version, such as {@code camel-http}
     */
    public static boolean isInRelay(String name) {
        Pattern jar = Pattern.compile("(.*/)?" + Pattern.quote(name) + "-\\d[^/]*\\.jar");
        return ownJars().stream().anyMatch(own -> jar.matcher(own).matches());
    }

    /** The jars inside the executable jar, in the class path of an installation's jar, or in the class path itself. */
    private static List<String> ownJars() {
        List<String> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            all.add(entry);
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                try (JarFile jar = new JarFile(entry)) {
                    jar.stream().map(JarEntry::getName).forEach(all::add);
                    if (jar.getManifest() != null) {
                        String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
                        all.addAll(List.of(classPath == null ? new String[0] : classPath.split(" ")));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return all;
    }

    /** An installation has its own libraries in a folder of the same name, and may be started from there. */
    private static boolean isOwn(Path folder) {
        String classPath = System.getProperty("java.class.path", "");
        Path program = Path.of(classPath.split(File.pathSeparator, 2)[0]).toAbsolutePath();
        try {
            return program.getParent() != null
                    && Files.isDirectory(program.resolveSibling(DEFAULT))
                    && Files.isSameFile(folder, program.resolveSibling(DEFAULT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
