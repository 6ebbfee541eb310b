package dev.twitchrelay.cli;

import dev.twitchrelay.routes.RouteFolder;
import dev.twitchrelay.routes.RouteTest;
import dev.twitchrelay.routes.RouteTestRun;
import dev.twitchrelay.routes.RouteVocabulary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code routes test [DIR]}: runs {@code DIR/tests/*.test.yaml}, offline. */
public final class RoutesTestCommand extends Command {
    private final Function<Map<String, String>, RouteVocabulary> vocabularies;

    /** @param vocabularies makes a new vocabulary for each test, with the settings of that test */
    public RoutesTestCommand(Settings settings, Function<Map<String, String>, RouteVocabulary> vocabularies) {
        super(
                "routes test",
                "routes test [DIR]             runs the routes' own tests, DIR/tests/*.test.yaml",
                settings);
        this.vocabularies = vocabularies;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws IOException {
        Path folder = Path.of(routesFolder(arguments));
        RouteTestRun run = new RouteTestRun(RouteFolder.read(folder, () -> vocabularies.apply(Map.of())), vocabularies);
        List<RouteTest> tests = RouteTest.in(folder);
        long failed = tests.stream().filter(test -> !passes(run, test, out)).count();
        out.println(tests.size() + " tests, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private static boolean passes(RouteTestRun run, RouteTest test, PrintStream out) {
        List<String> failures = run.failures(test);
        if (!failures.isEmpty()) {
            out.println("FAILED " + test);
            failures.forEach(failure -> out.println("    " + failure));
        }
        return failures.isEmpty();
    }
}
