package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.Fuzz;
import dev.twitchrelay.support.Mutations;
import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever somebody makes of a route file, the check ends, with problems that have a place. */
class RouteCheckFuzzTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "twitch.eventsub.url", "wss://example.org/ws",
            "twitch.api.url", "https://example.org/helix",
            "twitch.poll-interval", "60s");

    @Provide
    Arbitrary<String> spoiltRoutes() {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            List<String> texts = files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .map(RouteCheckFuzzTest::read)
                    .toList();
            return Mutations.of(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Provide
    Arbitrary<String> spoiltXml() {
        return Mutations.of(List.of(BuiltRoutesTest.XML));
    }

    @Provide
    Arbitrary<String> spoiltJava() {
        return Mutations.of(List.of(BuiltRoutesTest.JAVA));
    }

    @Fuzz(tries = 25)
    void aSpoiltFileIsFineOrHasProblemsWithAPlace(@ForAll("spoiltRoutes") String text) throws IOException {
        check("normalizer.camel.yaml", text);
    }

    @Fuzz(tries = 25)
    void aSpoiltFileInXmlIsFineOrHasProblemsWithAPlace(@ForAll("spoiltXml") String text) throws IOException {
        check("lamp.camel.xml", text);
    }

    /** A spoilt class may still compile; then its routes are built, which does nothing but build them. */
    @Fuzz(tries = 10)
    void aSpoiltFileInJavaIsFineOrHasProblemsWithAPlace(@ForAll("spoiltJava") String text) throws IOException {
        check("Lamp.java", text);
    }

    private static void check(String name, String text) throws IOException {
        Path folder = Files.createTempDirectory("routes");
        Path file = folder.resolve(name);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int exit = RouteCommands.check(SETTINGS)
                .run(List.of(folder.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));

        List<String> lines = out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(folder.toString()))
                .toList();
        assertThat(exit).isEqualTo(lines.isEmpty() ? 0 : 1);
        assertThat(lines).allMatch(line -> line.matches("(?s).*/" + Pattern.quote(name) + ":\\d+:\\d+: .+"));
        Files.delete(file);
        Files.delete(folder);
    }
}
