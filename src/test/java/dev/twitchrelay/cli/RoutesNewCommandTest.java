package dev.twitchrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesNewCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    private Settings settings() {
        return new Settings(Map.of("relay.routes", folder.toString())::get, () -> {});
    }

    private int create(String kind, String name) {
        return new CommandLine(List.of(new RoutesNewCommand(settings())))
                .run(new String[] {"routes", "new", kind, name}, out, out);
    }

    private int test() throws IOException {
        said.reset();
        return RouteCommands.test(Map.of("relay.routes", folder.toString())).run(List.of(), out);
    }

    @Test
    void aNewSinkPassesItsTestUntilItSaysSomethingElse() throws IOException {
        assertThat(create("sink", "garden-lamp")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("SINKS_GARDEN_LAMP_URL");

        assertThat(test()).as("%s", said).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("2 tests, 0 failed");

        Path file = folder.resolve("sinks/garden-lamp.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("is a new follower", "follows"));
        assertThat(test()).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("2 tests, 1 failed");
        assertThat(create("sink", "garden-lamp"))
                .as("a file that exists is not overwritten")
                .isEqualTo(1);
    }

    @Test
    void aNewSourcePassesItsTestsAndTheCheck() throws IOException {
        Files.copy(Path.of("routes/errors.camel.yaml"), folder.resolve("errors.camel.yaml"));
        assertThat(create("source", "tip-jar")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("SOURCES_TIP_JAR_TOKEN");

        assertThat(test()).as("%s", said).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("2 tests, 0 failed");

        said.reset();
        Files.writeString(
                folder.resolve("normalizer.camel.yaml"),
                Files.readString(Path.of("routes/normalizer.camel.yaml"))
                        .replace("to: direct:publish", "log: ${body}"));
        assertThat(RouteCommands.check(Map.of()).run(List.of(folder.toString()), out))
                .as("%s", said)
                .isZero();
    }

    @Test
    void helpIsThereForEveryCommand() {
        CommandLine commands = new CommandLine(List.of(
                new RoutesNewCommand(settings()), new RoutesTapCommand(settings()), new SignOutCommand(settings())));

        for (String[] asked : List.of(
                new String[] {"routes", "new", "--help"},
                new String[] {"routes", "--help"},
                new String[] {"--help"},
                new String[] {"help", "routes"},
                new String[] {"routes", "new", "sink", "x", "-h"})) {
            said.reset();
            assertThat(CommandLine.asksForCommand(asked)).isTrue();
            assertThat(commands.run(asked, out, out)).isZero();
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("routes new sink|source|event NAME");
            assertThat(said.toString(StandardCharsets.UTF_8).contains("sign-out"))
                    .as("%s", String.join(" ", asked))
                    .isEqualTo(asked.length == 1);
        }
    }
}
