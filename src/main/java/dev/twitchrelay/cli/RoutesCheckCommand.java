package dev.twitchrelay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.routes.Problem;
import dev.twitchrelay.routes.RouteFolder;
import dev.twitchrelay.routes.RouteVocabulary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** {@code routes check [DIR] [--json]}: everything that is wrong with route files, without starting anything. */
public final class RoutesCheckCommand implements Command {
    private final Settings settings;
    private final Supplier<RouteVocabulary> vocabulary;

    /** @param vocabulary what routes may name in a relay with these settings */
    public RoutesCheckCommand(Settings settings, Supplier<RouteVocabulary> vocabulary) {
        this.settings = settings;
        this.vocabulary = vocabulary;
    }

    @Override
    public String name() {
        return "routes check";
    }

    @Override
    public String usage() {
        return "routes check [DIR] [--json]   says what is wrong with the route files as file:line:column: message";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        List<String> folders = arguments.stream()
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        if (folders.size() > 1) {
            throw new UsageException("there can be one folder only");
        }
        String folder = folders.isEmpty() ? settings.get("relay.routes") : folders.get(0);
        List<Problem> problems = problems(folder);
        if (arguments.contains("--json")) {
            out.println(json(problems));
        } else {
            problems.forEach(problem -> out.println(Path.of(folder) + "/" + problem.file() + ":" + problem.line() + ":"
                    + problem.column() + ": " + problem.message()));
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private List<Problem> problems(String folder) {
        try {
            RouteFolder routes = RouteFolder.read(Path.of(folder));
            if (routes.size() == 0) {
                throw new UsageException(folder + " holds no route files; they are named *.camel.yaml");
            }
            return routes.problems(vocabulary.get());
        } catch (IOException | InvalidPathException e) {
            throw new UsageException(folder + " cannot be read as a folder");
        }
    }

    private static String json(List<Problem> problems) {
        try {
            return JsonMappers.PLAIN.writeValueAsString(problems);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
