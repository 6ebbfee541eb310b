package dev.twitchrelay.browser;

import com.microsoft.playwright.Page;
import dev.twitchrelay.support.NpmPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * axe-core, a checker of accessibility from npm, run in the page itself. It looks into shadow trees, too. Where there is no npm the
 * test is skipped with that reason, but never in CI.
 */
final class Axe {
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

    private static String source() {
        try {
            return Files.readString(NpmPackages.install("axe-core@4.14.1").resolve("axe-core/axe.min.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
