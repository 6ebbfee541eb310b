package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.OutsideTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the tests of the pages' modules that need no browser, with Node's own runner. */
class PageModulesTest {
    @Test
    void nodesRunnerPassesAllOfThem() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> tests = Files.list(Path.of("src/test/js"))) {
            tests.map(Path::toString).filter(name -> name.endsWith(".test.mjs")).forEach(command::add);
        }
        assertThat(command).as("tests to run").hasSizeGreaterThan(2);

        OutsideTool.run(command);
    }
}
