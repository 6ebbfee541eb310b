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

/** A reader who looks for a decision is led to the file that has it. */
class DocumentedPlacesTest {
    private static final Path CODE = Path.of("src/main/java/dev/twitchrelay");
    private static final Path PAGES = Path.of("src/main/resources/static");
    private static final Pattern CLASS = Pattern.compile("\\{@code ([A-Z]\\w*[a-z]\\w*)}");
    private static final Pattern LIMIT = Pattern.compile("static final (?:Duration|int|long|double) [A-Z_]+ =");

    /** A class, a file of the sources or routes, or a file of the pages. Patterns such as a path with * are none. */
    private static final Pattern FILE =
            Pattern.compile("`(?:([a-z]+/[A-Z]\\w+)|((?:src/main|routes)/[\\w./-]+)|([a-z/-]+\\.(?:js|css)))`");

    static List<Path> packages() throws IOException {
        try (Stream<Path> folders = Files.list(CODE)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<MatchResult> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file)).results().toList();
    }

    private static List<String> described(Path folder) throws IOException {
        return found(CLASS, folder.resolve("package-info.java")).stream()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<Path> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageDescribesClassesThatItHas(Path folder) throws IOException {
        List<String> classes =
                classes(folder).stream().map(DocumentedPlacesTest::name).toList();

        // a description may also name the end of several names
        assertThat(described(folder)).isNotEmpty().allSatisfy(name -> assertThat(classes)
                .anyMatch(each -> each.endsWith(name)));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aClassWithALimitHasALineInTheDescriptionOfItsPackage(Path folder) throws IOException {
        List<String> described = described(folder);

        assertThat(classes(folder)).allSatisfy(file -> {
            if (!found(LIMIT, file).isEmpty()) {
                assertThat(described)
                        .as("the classes with a line in %s", folder.resolve("package-info.java"))
                        .anyMatch(name(file)::endsWith);
            }
        });
    }

    @Test
    void theTableOfPlacesNamesFilesThatExist() throws IOException {
        List<MatchResult> places = found(FILE, Path.of("src/docs/architecture.md"));

        assertThat(places).hasSizeGreaterThan(100);
        assertThat(places).extracting(DocumentedPlacesTest::place).allSatisfy(file -> assertThat(file)
                .exists());
    }

    private static Path place(MatchResult found) {
        if (found.group(1) != null) {
            return CODE.resolve(found.group(1) + ".java");
        }
        return found.group(2) != null ? Path.of(found.group(2)) : PAGES.resolve(found.group(3));
    }
}
