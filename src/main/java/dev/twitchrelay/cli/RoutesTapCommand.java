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
public final class RoutesTapCommand implements Command {
    private final Settings settings;

    public RoutesTapCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "routes tap";
    }

    @Override
    public String usage() {
        return "routes tap ROUTE              shows the messages that enter and leave a running route, live";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty() || !arguments.get(0).matches("[A-Za-z0-9._-]+")) {
            throw new UsageException("name the route to look at");
        }
        try {
            HttpResponse<Stream<String>> response = RelayApi.of(settings)
                    .lines("/api/routes/" + arguments.get(0) + "/tap", settings.get("relay.admin-token"));
            response.body()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> out.println(line.replaceFirst("^(data)?: ", "")));
            return response.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }
}
