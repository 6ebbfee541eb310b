package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jar, by the names of its libraries, against {@code .ci/advisories.csv}. */
class AdvisoriesIT {
    private static final Path LIST = Path.of(".ci/advisories.csv");
    private static final Path JAR = Path.of("target/twitch-relay.jar");
    private static final Pattern LIBRARY = Pattern.compile("BOOT-INF/lib/(.+?)-(\\d.*)\\.jar");

    /** What the jar has of one library. */
    private record Part(String artifact, String version) {}

    /** One line of the list. */
    private record Advisory(
            String group, String artifact, String from, String before, String name, String applies, String why) {
        private static final String NAME = "(CVE-\\d{4}-\\d{4,}|GHSA(-[0-9a-z]{4}){3})";

        static Advisory of(String line) {
            String[] fields = line.split(";", -1);
            if (fields.length != 8
                    || !fields[4].matches(NAME)
                    || !fields[5].matches("yes|no|unknown")
                    || fields[6].isBlank()) {
                throw new IllegalArgumentException("malformed: " + line);
            }
            LocalDate.parse(fields[7]);
            Advisory advisory =
                    new Advisory(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]);
            if (compare(advisory.from, advisory.before) >= 0) {
                throw new IllegalArgumentException("malformed, an empty range: " + line);
            }
            return advisory;
        }

        boolean isAbout(Part part) {
            return part.artifact.equals(artifact)
                    && compare(part.version, from) >= 0
                    && compare(part.version, before) < 0;
        }

        /** By numbers; what follows them, as in 4.1.137.Final, does not matter. */
        private static int compare(String one, String other) {
            String[] left = one.split("[.-]");
            String[] right = other.split("[.-]");
            for (int i = 0; i < 3; i++) {
                int difference = Integer.compare(number(left, i), number(right, i));
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        }

        private static int number(String[] parts, int at) {
            return at < parts.length && parts[at].matches("\\d{1,9}") ? Integer.parseInt(parts[at]) : 0;
        }
    }

    private static List<Advisory> listed() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Advisory::of)
                .toList();
    }

    private static List<Part> contents() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .map(entry -> LIBRARY.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(name -> new Part(name.group(1), name.group(2)))
                    .toList();
        }
    }

    private static List<String> open(List<Part> parts, List<Advisory> advisories) {
        List<String> open = new ArrayList<>();
        for (Part part : parts) {
            for (Advisory advisory : advisories) {
                if (!advisory.applies.equals("no") && advisory.isAbout(part)) {
                    open.add(part.artifact + " " + part.version + ": " + advisory.name + ", "
                            + (advisory.applies.equals("yes") ? advisory.why : "to be judged"));
                }
            }
        }
        return open;
    }

    @Test
    void theJarHasNothingThatAnAdvisoryAppliesToOrThatNobodyHasJudged() throws IOException {
        List<Part> contents = contents();
        assertThat(contents).hasSizeGreaterThan(100);
        assertThat(open(contents, listed())).isEmpty();
    }

    @Test
    void aVersionInTheRangeIsFoundUnlessItIsJudgedNotToMatter() {
        String line = "io.netty;netty-codec-http;4.1.0;4.1.136;CVE-2026-55831;%s;why;2026-11-29";
        List<Part> affected = List.of(new Part("netty-codec-http", "4.1.135.Final"));
        List<Part> mended = List.of(new Part("netty-codec-http", "4.1.136.Final"));

        assertThat(open(affected, List.of(Advisory.of(String.format(line, "yes")))))
                .hasSize(1);
        assertThat(open(affected, List.of(Advisory.of(String.format(line, "unknown")))))
                .singleElement()
                .asString()
                .endsWith("to be judged");
        assertThat(open(affected, List.of(Advisory.of(String.format(line, "no")))))
                .isEmpty();
        assertThat(open(mended, List.of(Advisory.of(String.format(line, "yes")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty;netty-codec;4.1.0;4.1.136;CVE-2026-55831;maybe;why;2026-11-29",
                "io.netty;netty-codec;4.1.0;4.1.136;CVE-2026;yes;why;2026-11-29",
                "io.netty;netty-codec;4.1.0;4.1.136;CVE-2026-55831;no; ;2026-11-29",
                "io.netty;netty-codec;4.1.0;4.1.136;CVE-2026-55831;no;why;lately",
                "io.netty;netty-codec;4.2.0;4.1.136;CVE-2026-55831;no;why;2026-11-29",
                "io.netty;netty-codec;4.1.0;CVE-2026-55831;no;why;2026-11-29"
            })
    void aLineThatMakesNoSenseIsRefused(String line) {
        assertThatThrownBy(() -> Advisory.of(line)).isInstanceOf(RuntimeException.class);
    }
}
