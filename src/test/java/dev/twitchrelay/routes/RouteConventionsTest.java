package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.RouteCommands;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What the shipped route files promise to whoever edits them. */
class RouteConventionsTest {
    private static final Path ROUTES = Path.of("routes");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(path -> path.toString().endsWith(".camel.yaml")).sorted().toList().stream();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> routeIds(Path file) {
        List<String> ids = new ArrayList<>();
        List<Map<String, Map<String, Object>>> items = new Yaml().load(text(file));
        for (Map<String, Map<String, Object>> item : items) {
            if (item.containsKey("route")) {
                ids.add(String.valueOf(item.get("route").get("id")));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileHasARouteOfItsNameUnlessItIsAboutErrors(Path file) {
        String name = file.getFileName().toString().replace(".camel.yaml", "");

        if (!name.equals("errors")) {
            assertThat(routeIds(file)).contains(name).doesNotContain("null").doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileBeginsWithWhatItIsForAndKeepsParametersOutOfUris(Path file) {
        assertThat(text(file)).startsWith("# ");
        assertThat(text(file).lines().filter(line -> line.matches(".*\\b(uri|to): .*\\?.*")))
                .isEmpty();
    }

    @Test
    void onlyOneFileOpensTheSessionAndOnlyOnePublishes() throws IOException {
        assertThat(files().filter(file -> text(file).contains("twitch-eventsub:")))
                .containsExactly(ROUTES.resolve("eventsub.camel.yaml"));
        assertThat(files().filter(file -> text(file).contains("sse:twitch")))
                .containsExactly(ROUTES.resolve("publish.camel.yaml"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void noSecretIsWrittenDown(Path file) {
        assertThat(text(file))
                .doesNotContainPattern("(?i)(token|secret|password|api-?key)\\s*:\\s*[\"']?[A-Za-z0-9]{8,}")
                .doesNotContainPattern("Bearer [A-Za-z0-9]{8,}")
                .doesNotContain("/api/webhooks/");
    }

    @Test
    void everyTypeThatIsSubscribedHasASampleAndATest() {
        String tests = text(ROUTES.resolve("tests/events.test.yaml"));
        assertThat(text(ROUTES.resolve("eventsub.camel.yaml"))
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.matches("(channel|stream)\\.[a-z_.]+,?"))
                        .map(line -> line.replace(",", "")))
                .containsExactly(RunningRelay.EVENT_TYPES)
                .allSatisfy(type -> assertThat(Path.of("src/main/resources/simulator/notifications", type + ".json"))
                        .exists())
                .allSatisfy(type -> assertThat(tests).contains("notification: " + type + "\n"));
    }

    @Test
    void theManualNamesEveryBeanThatRoutesMayName() {
        assertThat(RouteCommands.vocabulary(Map.of()).beans())
                .allSatisfy(
                        bean -> assertThat(text(ROUTES.resolve("README.md"))).containsPattern("`#?" + bean + "`"));
    }
}
