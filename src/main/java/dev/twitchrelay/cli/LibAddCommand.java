package dev.twitchrelay.cli;

import dev.twitchrelay.kit.Suggestion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * {@code lib add NAME}: lets Maven fetch a component of Camel with its libraries, at the relay's version of Camel, into
 * the folder {@code relay.lib}, where routes find it after the next start. {@code lib add GROUP:NAME:VERSION} fetches
 * any other library, such as the official Kamelets. Libraries that the relay has itself are left out. Each library is
 * noted in {@code pom.xml} in that folder, so that the folder can be made anew.
 */
public final class LibAddCommand extends Command {
    private static final long PATIENCE_MINUTES = 10;
    private static final Pattern COORDINATES = Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)");

    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>local</groupId>
              <artifactId>relay-lib</artifactId>
              <version>1</version>
              <packaging>pom</packaging>
              <dependencies>
                <!-- twitch-relay lib add writes here -->
              </dependencies>
            </project>
            """;

    private static final String MARK = "    <!-- twitch-relay lib add writes here -->\n";

    private final Path folder;
    private final Predicate<String> isInRelay;
    private final CamelCatalog catalog = new DefaultCamelCatalog();

    /**
     * @param folder of the jars; the command makes it
     * @param isInRelay whether the relay itself has a library, by the name of its jar without the version
     */
    public LibAddCommand(Settings settings, Path folder, Predicate<String> isInRelay) {
        super(
                "lib add",
                "lib add NAME                  adds a component of Camel, such as kafka, or a library"
                        + " GROUP:NAME:VERSION to the folder relay.lib",
                settings);
        this.folder = folder;
        this.isInRelay = isInRelay;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws IOException {
        List<String> names = words(arguments);
        if (names.size() != 1) {
            throw new UsageException("name one component, or one library as GROUP:NAME:VERSION");
        }
        Library library = library(names.get(0));
        Files.createDirectories(folder);
        Path pom = folder.resolve("pom.xml");
        String before = Files.exists(pom) ? Files.readString(pom, StandardCharsets.UTF_8) : POM;
        String dependency = "    <dependency><groupId>" + library.group() + "</groupId><artifactId>" + library.name()
                + "</artifactId><version>" + library.version() + "</version></dependency>\n";
        if (!before.contains(MARK)) {
            throw new IOException(pom + " is not the file of this command: add the dependency there, and run "
                    + String.join(" ", maven()));
        }
        if (!before.contains(dependency)) {
            Files.writeString(pom, before.replace(MARK, dependency + MARK), StandardCharsets.UTF_8);
        }
        Set<String> had = jars();
        if (!fetch(out)) {
            // a library that does not exist would spoil every later call
            Files.writeString(pom, before, StandardCharsets.UTF_8);
            throw new IOException("Maven has not fetched it; its own words are above");
        }
        Set<String> added = jars();
        added.removeAll(had);
        for (String jar : List.copyOf(added)) {
            if (isInRelay.test(jar.replaceFirst("-\\d.*\\.jar$", ""))) {
                Files.delete(folder.resolve(jar));
                added.remove(jar);
            }
        }
        out.println(
                added.isEmpty()
                        ? library.name() + " and its libraries are in " + folder + " already"
                        : "added to " + folder + ": " + String.join(", ", added) + "; restart the relay to use them");
        return 0;
    }

    /** A library as Maven names it. */
    private record Library(String group, String name, String version) {}

    private Library library(String text) {
        Matcher named = COORDINATES.matcher(text);
        return named.matches()
                ? new Library(named.group(1), named.group(2), named.group(3))
                : new Library(
                        "org.apache.camel", artifact(text.replaceFirst("^camel-", "")), catalog.getCatalogVersion());
    }

    private String artifact(String name) {
        ComponentModel component = catalog.componentModel(name);
        if (component == null) {
            throw new UsageException("Camel " + catalog.getCatalogVersion() + " has no component '" + name + "'"
                    + Suggestion.question(name, catalog.findComponentNames()));
        }
        return component.getArtifactId();
    }

    private List<String> maven() {
        return List.of(
                "mvn",
                "-q",
                "-B",
                "-f",
                folder.resolve("pom.xml").toString(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + folder.toAbsolutePath());
    }

    /** Returns false, and prints the words of Maven, if Maven cannot fetch everything. */
    private boolean fetch(PrintStream out) throws IOException {
        Process maven;
        try {
            maven = new ProcessBuilder(maven()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(
                    "Maven is not on this computer: run this on a computer that has it, and copy the folder: "
                            + String.join(" ", maven()),
                    e);
        }
        List<String> said;
        try (Stream<String> lines = maven.inputReader(StandardCharsets.UTF_8).lines()) {
            said = lines.toList();
        }
        try {
            if (maven.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) && maven.exitValue() == 0) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Maven fetched it", e);
        }
        said.forEach(out::println);
        return false;
    }

    private Set<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
