package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader who looks for a decision is led to files that exist. */
class DocumentedPlacesTest {
    private static final Path CODE = Path.of("src/main/java/dev/twitchrelay");
    private static final Pattern CLASS = Pattern.compile("\\{@code ([A-Z]\\w*[a-z]\\w*)}");
    private static final Pattern FILE = Pattern.compile("`(?:([a-z]+/[A-Z]\\w+)|(src/main/[^` ]+))`");

    static List<Path> packages() throws IOException {
        try (Stream<Path> folders = Files.list(CODE)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<MatchResult> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file)).results().toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageDescribesClassesThatItHas(Path folder) throws IOException {
        List<String> classes;
        try (Stream<Path> files = Files.list(folder)) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }

        // a description may also name the end of several names
        assertThat(found(CLASS, folder.resolve("package-info.java")))
                .extracting(match -> match.group(1))
                .allSatisfy(name -> assertThat(classes).anyMatch(each -> each.endsWith(name)));
    }

    @Test
    void theTableOfPlacesNamesFilesThatExist() throws IOException {
        List<MatchResult> places = found(FILE, Path.of("src/docs/architecture.md"));

        assertThat(places).hasSizeGreaterThan(50);
        assertThat(places)
                .extracting(match ->
                        match.group(1) == null ? Path.of(match.group(2)) : CODE.resolve(match.group(1) + ".java"))
                .allSatisfy(file -> assertThat(file).exists());
    }
}
