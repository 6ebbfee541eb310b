package dev.twitchrelay.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code routes tap ROUTE}: shows the messages that enter and leave a route of the relay on this computer, until
 * Ctrl-C.
 */
public final class RoutesTapCommand extends Command {
    public RoutesTapCommand(Settings settings) {
        super(
                "routes tap",
                "routes tap ROUTE              shows the messages that enter and leave a running route, live",
                settings);
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.isEmpty() || !arguments.get(0).matches("[A-Za-z0-9._-]+")) {
            throw new UsageException("name the route to look at");
        }
        HttpResponse<Stream<String>> response =
                new RelayApi(settings).lines("/api/routes/" + arguments.get(0) + "/tap");
        response.body()
                .filter(line -> !line.isBlank())
                .forEach(line -> out.println(line.replaceFirst("^(data)?: ", "")));
        return response.statusCode() == 200 ? 0 : 1;
    }
}
