package dev.twitchrelay.browser;

import com.microsoft.playwright.Page;
import dev.twitchrelay.support.OutsideTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * axe-core, a checker of accessibility from npm, run in the page itself. It looks into shadow trees, too. Where there is no npm the
 * test is skipped with that reason, but never in CI.
 */
final class Axe {
    private static final String VERSION = "4.14.1";
    private static final Path FOLDER = Path.of("target/npm-axe-" + VERSION);
    private static final Path SCRIPT = FOLDER.resolve("node_modules/axe-core/axe.min.js");

    /** Rule, number of places, and the first place of each violation. */
    private static final String RUN = """
            async (tags) => {
              const options = { resultTypes: ['violations'], ...(tags.length > 0 ? { runOnly: tags } : {}) };
              const { violations } = await axe.run(document, options);
              return violations.map(({ id, help, nodes }) =>
                `${id} (${help}) in ${nodes.length} places, first ${[nodes[0].target].flat(2).join(' ')}: ${nodes[0].failureSummary}`);
            }""";

    private Axe() {}

    /**
     * The violations that a page has now.
     *
     * @param tags the rules to run, in axe's words; none for all
     */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page, String... tags) {
        page.evaluate(source());
        return (List<String>) page.evaluate(RUN, List.of(tags));
    }

    /** npm brings it once, and again from its own cache, so that later runs need no network. */
    private static String source() {
        try {
            if (!Files.exists(SCRIPT)) {
                OutsideTool.run(List.of(
                        "npm",
                        "install",
                        "--prefix",
                        FOLDER.toString(),
                        "--no-save",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefer-offline",
                        "axe-core@" + VERSION));
            }
            return Files.readString(SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
