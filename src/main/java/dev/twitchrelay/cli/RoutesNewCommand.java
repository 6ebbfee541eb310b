package dev.twitchrelay.cli;

import dev.twitchrelay.eventsub.SubscriptionCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * {@code routes new sink|source|event NAME}: writes a first route with its test, or a test for an event type, and names
 * the next steps.
 */
public final class RoutesNewCommand extends Command {
    public RoutesNewCommand(Settings settings) {
        super(
                "routes new",
                "routes new sink|source|event NAME  writes a first route, or a test for an event type; names the next"
                        + " steps",
                settings);
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.size() < 2) {
            throw new UsageException("one of the words 'sink', 'source' and 'event' and a name are needed");
        }
        switch (arguments.get(0)) {
            case "sink" -> sink(arguments.get(1), out);
            case "source" -> source(arguments.get(1), out);
            case "event" -> event(arguments.get(1), out);
            default -> throw new UsageException("'" + arguments.get(0) + "' is none of 'sink', 'source' and 'event'");
        }
        return 0;
    }

    private void sink(String name, PrintStream out) throws IOException {
        String variable = variable("SINKS", name, "URL");
        write("sinks/" + name + ".camel.yaml", "sink.camel.yaml", name, variable, out);
        write("tests/" + name + ".test.yaml", "sink.test.yaml", name, variable, out);
        out.println("the sink is asleep until " + variable + " is set; to do: name the events, write the service's body"
                + " in jq, and put the expected body into the test");
    }

    private void source(String name, PrintStream out) throws IOException {
        String variable = variable("SOURCES", name, "TOKEN");
        write("sources/" + name + ".camel.yaml", "source.camel.yaml", name, variable, out);
        write("tests/" + name + ".test.yaml", "source.test.yaml", name, variable, out);
        out.println(
                "the source is asleep until " + variable + " is set; to do: name the event, and write its data in jq");
    }

    private static String variable(String kind, String name, String setting) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new UsageException("a name consists of small letters, digits and dashes");
        }
        return kind + "_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + setting;
    }

    private void event(String type, PrintStream out) throws IOException {
        SubscriptionCatalog.problem(type).ifPresent(problem -> {
            throw new UsageException(problem);
        });
        write("tests/" + type + ".test.yaml", "event.test.yaml", type, "", out);
        out.println("to do: add '" + type + ",' to types in eventsub.camel.yaml");
    }

    /** Writes a template of {@code src/main/resources/routes-new} with the name and the variable in it. */
    private void write(String file, String template, String name, String variable, PrintStream out) throws IOException {
        Path path = Path.of(settings.get("relay.routes")).resolve(file);
        try (InputStream text = RoutesNewCommand.class.getResourceAsStream("/routes-new/" + template)) {
            String written = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("NEW_NAME", name)
                    // event types have no dashes
                    .replace("NEW_EVENT", name.replace('-', '_'))
                    .replace("NEW_VARIABLE", variable);
            Files.createDirectories(path.getParent());
            Files.writeString(path, written, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new IOException(path + " cannot be written; does it exist already?", e);
        }
        out.println("written: " + path);
    }
}
