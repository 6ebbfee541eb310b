package dev.twitchrelay.cli;

import dev.twitchrelay.eventsub.SubscriptionCatalog;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * {@code routes new sink|event NAME}: writes a first route with its test, or a test for an event type, and names the
 * next steps.
 */
public final class RoutesNewCommand implements Command {
    private static final String SINK = """
        # yaml-language-server: $schema=../schema/camelYamlDsl.json
        # Sends events to the service %1$s.
        # From: the outbox.  To: the address in sinks.%1$s.url.
        - route:
            id: %1$s
            from:
              uri: outbox:%1$s
              parameters:
                # the sink is asleep until this setting has a value; its environment variable is %2$s
                needs: sinks.%1$s.url
                # remove this line to get every event
                events: channel.follow,channel.raid
              steps:
                # the body that the service gets
                - transform:
                    jq: |-
                      if .event == "channel.follow" then {text: "\\(.data.user_name) is a new follower"}
                      elif .event == "channel.raid" then
                        {text: "\\(.data.from_broadcaster_user_name) raids with \\(.data.viewers) viewers"}
                      else {text: .event} end
                - marshal:
                    json: {}
                # without this step the message's headers would become headers of the request
                - removeHeaders:
                    pattern: "*"
                - setHeader:
                    name: Content-Type
                    constant: application/json
                - to:
                    uri: http:sinks.%1$s.url
                    parameters:
                      httpMethod: POST
                      httpClientConfigurer: "#sinks"
        """;
    private static final String SINK_TEST = """
        - test: a follow is sent
          route: %1$s
          input:
            body: {type: event, event: channel.follow, data: {user_name: Mossy_Kettle}}
          expect:
            - to: http://sinks.%1$s.url
              method: POST
              body: {text: Mossy_Kettle is a new follower}

        - test: a raid is sent with its viewers
          route: %1$s
          input:
            body: {type: event, event: channel.raid, data: {from_broadcaster_user_name: Cy, viewers: 12}}
          expect:
            - to: http://sinks.%1$s.url
              method: POST
              body: {text: Cy raids with 12 viewers}
        """;
    private static final String EVENT_TEST = """
        - test: %1$s reaches widgets
          routes: [eventsub, normalizer]
          input:
            notification: %1$s
            event: {broadcaster_user_login: lanternbay}
          expect:
            - to: direct:publish
              body: {type: event, event: %1$s, data: {broadcaster_user_login: lanternbay}}
            - to: direct:totals
        """;

    private final Settings settings;

    public RoutesNewCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "routes new";
    }

    @Override
    public String usage() {
        return "routes new sink|event NAME    writes a first route, or a test for an event type; names the next steps";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.size() < 2) {
            throw new UsageException("the words 'sink' or 'event' and a name are needed");
        }
        String name = arguments.get(1);
        try {
            switch (arguments.get(0)) {
                case "sink" -> sink(name, out);
                case "event" -> event(name, out);
                default -> throw new UsageException("'" + arguments.get(0) + "' is neither 'sink' nor 'event'");
            }
            return 0;
        } catch (UncheckedIOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private void sink(String name, PrintStream out) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new UsageException("a sink's name consists of small letters, digits and dashes");
        }
        String variable = "SINKS_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
        write("sinks/" + name + ".camel.yaml", SINK.formatted(name, variable), out);
        write("tests/" + name + ".test.yaml", SINK_TEST.formatted(name), out);
        out.println("the sink is asleep until " + variable + " is set; to do: name the events, write the service's body"
                + " in jq, and put the expected body into the test");
    }

    private void event(String type, PrintStream out) {
        SubscriptionCatalog.problem(type).ifPresent(problem -> {
            throw new UsageException(problem);
        });
        write("tests/" + type + ".test.yaml", EVENT_TEST.formatted(type), out);
        out.println("to do: add '" + type + ",' to types in eventsub.camel.yaml");
    }

    private void write(String name, String text, PrintStream out) {
        Path file = Path.of(settings.get("relay.routes")).resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            out.println("written: " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written; does it exist already?", e);
        }
    }
}
