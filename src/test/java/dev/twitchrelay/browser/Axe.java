package dev.twitchrelay.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** axe-core, npm's checker of accessibility, run in the page itself. It looks into shadow trees, too. */
final class Axe {
    private static final String SOURCE = source();

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
        page.evaluate(SOURCE);
        return (List<String>) page.evaluate(RUN, List.of(tags));
    }

    private static String source() {
        Properties jar = new Properties();
        try (InputStream properties = open("META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            jar.load(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String script = "META-INF/resources/webjars/axe-core/" + jar.getProperty("version") + "/axe.min.js";
        try (InputStream source = open(script)) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        return Axe.class.getClassLoader().getResourceAsStream(resource);
    }
}
