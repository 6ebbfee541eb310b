package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RouteCommands;
import dev.twitchrelay.wiring.OfflineVocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Slips of the keyboard: one character of a shipped route file is replaced, removed or added at random, so that the file
 * is still YAML and no longer the same. {@code routes check} or the tests of the routes find it. The campaign runs it with
 * {@code -Droutes.mutations=200 -Droutes.seed=1}, and prints what nobody has found, so that a person can judge whether
 * it changes anything.
 */
@EnabledIfSystemProperty(named = "routes.mutations", matches = "\\d+")
class RouteMutationsIT {
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCEFHT0123456789.,:;-_#\"'(){}[]$|=!/ ";

    @TempDir
    Path folder;

    /** @param line from 1 */
    private record Slip(String file, int line, String before, String after) {}

    @Test
    void aSlipIsFoundByTheCheckOrByATest() throws IOException {
        int count = Integer.getInteger("routes.mutations");
        Random random = new Random(Long.getLong("routes.seed", 1));
        FolderCopy.of(Path.of("routes"), folder);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> RouteFile.isRouteFile(file.toString()))
                    .sorted()
                    .toList();
        }
        int characters = 0;
        List<Integer> ends = new ArrayList<>();
        for (Path file : files) {
            characters += Files.readString(file).length();
            ends.add(characters);
        }
        Map<String, Integer> finders = new TreeMap<>();
        List<Slip> missed = new ArrayList<>();
        for (int made = 0; made < count; ) {
            int place = random.nextInt(characters);
            int index = (int) ends.stream().filter(end -> end <= place).count();
            Path file = files.get(index);
            String text = Files.readString(file);
            int at = place - (index == 0 ? 0 : ends.get(index - 1));
            String changed = slip(text, at, random);
            String name = folder.relativize(file).toString();
            if (!isMeant(name, text, changed)) {
                continue;
            }
            made++;
            Files.writeString(file, changed);
            String finder = finder(name);
            finders.merge(finder, 1, Integer::sum);
            if (finder.equals("nobody")) {
                int line = (int) text.substring(0, at).lines().count();
                missed.add(new Slip(name, line, line(text, at), line(changed, at)));
            }
            Files.writeString(file, text);
        }

        System.out.println("slips of the keyboard: " + finders);
        missed.forEach(System.out::println);
        assertThat(missed.size()).as("slips that nobody has found").isLessThanOrEqualTo(count / 5);
    }

    private static String slip(String text, int at, Random random) {
        String character = String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + character + text.substring(at);
            default -> text.substring(0, at) + character + text.substring(at + 1);
        };
    }

    private static String line(String text, int at) {
        int begin = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        int end = text.indexOf('\n', Math.min(at, text.length() - 1));
        return text.substring(Math.min(begin, text.length()), end < begin ? text.length() : end)
                .strip();
    }

    /** Whether a file is still YAML, and says something else than before. Comments and titles say nothing. */
    private static boolean isMeant(String name, String text, String changed) {
        try {
            String before = YamlNode.read(name, text.getBytes(StandardCharsets.UTF_8))
                    .content()
                    .replaceAll("\\s+", "");
            YamlNode after = YamlNode.read(name, changed.getBytes(StandardCharsets.UTF_8));
            return !after.content().replaceAll("\\s+", "").equals(before);
        } catch (RejectedFileException e) {
            return false;
        }
    }

    private String finder(String name) throws IOException {
        RouteFolder routes = RouteFolder.read(folder, () -> RouteCommands.vocabulary(RouteCommands.SETTINGS));
        if (!routes.problems(RouteCommands.vocabulary(RouteCommands.SETTINGS)).isEmpty()) {
            return "check";
        }
        RouteTestRun run = new RouteTestRun(routes, RouteMutationsIT::vocabulary);
        Set<String> concerned = concerned(routes.routes(), name);
        for (RouteTest test : RouteTest.in(folder)) {
            if (test.routes().stream().anyMatch(concerned::contains)
                    && !run.failures(test).isEmpty()) {
                return "test";
            }
        }
        return "nobody";
    }

    private static RouteVocabulary vocabulary(Map<String, String> own) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("settings", new HashMap<>(RouteCommands.SETTINGS)));
        return OfflineVocabulary.of(environment, own);
    }

    /** The routes of a file, or those that use the Kamelet of a file; all routes for a file without routes. */
    private static Set<String> concerned(RouteSet set, String name) {
        Set<String> ids = set.files().get(name).units().stream()
                .filter(RouteUnit::isRoute)
                .map(RouteUnit::id)
                .collect(Collectors.toCollection(HashSet::new));
        if (ids.isEmpty()) {
            Function<RouteUnit, Boolean> uses = route -> set.files().get(name).isKamelet()
                    ? route.uses()
                            .contains("kamelet:"
                                    + set.files().get(name).units().get(0).id())
                    : true;
            set.routes().values().stream().filter(uses::apply).forEach(route -> ids.add(route.id()));
        }
        return ids;
    }
}
