package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Runs the tests of the pages' modules that need no browser, with Node's own runner. */
class PageModulesTest {
    @Test
    void nodesRunnerPassesAllOfThem() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> tests = Files.list(Path.of("src/test/js"))) {
            tests.map(Path::toString).filter(name -> name.endsWith(".test.mjs")).forEach(command::add);
        }
        assertThat(command).as("tests to run").hasSizeGreaterThan(2);
        Process node;
        try {
            node = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assertThat(System.getenv("CI")).as("CI must have Node").isNull();
            throw new TestAbortedException("skipped because Node is not installed: " + e.getMessage());
        }

        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(output).isZero();
    }
}
