package dev.twitchrelay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A program that a test needs and that Maven does not bring. Where it is missing the test is skipped with that reason, but
 * never in CI.
 */
public final class OutsideTool {
    private OutsideTool() {}

    /** Runs it to its successful end and returns all that it printed. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assertThat(System.getenv("CI"))
                    .as("CI must have %s", command.get(0))
                    .isNull();
            throw new TestAbortedException("skipped because " + command.get(0) + " is not installed");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
