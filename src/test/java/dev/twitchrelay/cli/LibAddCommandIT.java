package dev.twitchrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.Thorough;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real Maven. */
@Thorough
class LibAddCommandIT {
    private static final String VERSION = new DefaultCamelCatalog().getCatalogVersion();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** A relay that has every library but camel-seda. */
    private int add(String name) {
        said.reset();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new CommandLine(List.of(new LibAddCommand(
                        new Settings(Map.<String, String>of()::get, () -> {}),
                        folder,
                        jar -> !jar.equals("camel-seda"))))
                .run(new String[] {"lib", "add", name}, out, out);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    @Test
    void aComponentComesWithoutTheLibrariesOfTheRelay() throws IOException {
        OutsideTool.find("mvn");

        assertThat(add("seda")).as("%s", said).isZero();
        assertThat(said()).contains("added to " + folder + ": camel-seda-" + VERSION + ".jar; restart the relay");
        assertThat(jars()).containsExactly("camel-seda-" + VERSION + ".jar");
    }

    @Test
    void aLibraryIsNamedAsMavenNamesItAndIsNotedOnce() throws IOException {
        OutsideTool.find("mvn");

        assertThat(add("org.apache.camel:camel-seda:" + VERSION)).as("%s", said).isZero();
        assertThat(add("org.apache.camel:camel-seda:" + VERSION)).as("%s", said).isZero();
        assertThat(said()).contains("camel-seda and its libraries are in " + folder + " already");
        assertThat(Files.readString(folder.resolve("pom.xml"))).containsOnlyOnce("<artifactId>camel-seda</artifactId>");
    }

    @Test
    void aVersionThatDoesNotExistIsToldAndSpoilsNoLaterCall() throws IOException {
        OutsideTool.find("mvn");

        assertThat(add("org.apache.camel:camel-seda:0")).isNotZero();
        assertThat(said()).contains("camel-seda:jar:0", "Maven has not fetched it; its own words are above");
        assertThat(Files.readString(folder.resolve("pom.xml"))).doesNotContain("camel-seda");
        assertThat(add("seda")).as("%s", said).isZero();
    }

    @Test
    void aComponentThatCamelDoesNotHaveIsTold() {
        assertThat(add("kafkaa")).isNotZero();
        assertThat(said()).contains("no component 'kafkaa': did you mean 'kafka'?");
    }
}
