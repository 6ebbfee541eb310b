package dev.twitchrelay.cli;

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
import java.util.stream.Stream;
import org.springframework.util.function.SingletonSupplier;

/** {@code routes check [DIR] [--json]}: prints the mistakes in route files, without starting a route. */
public final class RoutesCheckCommand extends Command {
    private final Supplier<RouteVocabulary> vocabulary;

    /** @param vocabulary the names that routes may use in a relay with these settings */
    public RoutesCheckCommand(Settings settings, Supplier<RouteVocabulary> vocabulary) {
        super(
                "routes check",
                "routes check [DIR] [--json]   lists each mistake of the route files as file:line:column: message",
                settings);
        this.vocabulary = vocabulary;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        String folder = routesFolder(arguments);
        Supplier<RouteVocabulary> names = SingletonSupplier.of(vocabulary);
        RouteFolder routes = read(folder, names);
        List<Problem> problems = routes.problems(names.get());
        if (arguments.contains("--json")) {
            out.println(JsonMappers.PLAIN.valueToTree(problems).toString());
        } else {
            Stream.concat(routes.notes().stream(), problems.stream())
                    .sorted()
                    .forEach(problem -> out.println(Path.of(folder) + "/" + problem));
            if (problems.isEmpty()) {
                out.println(routes.size() + ", no mistakes");
            }
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private static RouteFolder read(String folder, Supplier<RouteVocabulary> vocabulary) {
        try {
            RouteFolder routes = RouteFolder.read(Path.of(folder), vocabulary);
            if (routes.isEmpty()) {
                throw new UsageException(
                        folder + " holds no route files; they are named *.camel.yaml, *.camel.xml or *.java");
            }
            return routes;
        } catch (IOException | InvalidPathException e) {
            throw new UsageException(folder + " cannot be read as a folder");
        }
    }
}
