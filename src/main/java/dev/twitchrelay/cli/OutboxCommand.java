package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code outbox list|retry|drop}: shows, repeats or deletes the waiting messages and dead letters of the relay that
 * runs on this computer.
 */
public final class OutboxCommand extends Command {
    public OutboxCommand(Settings settings) {
        super(
                "outbox",
                "outbox list | retry SINK | drop SINK [waiting]   shows undelivered messages; delivers dead letters"
                        + " again, or deletes them",
                settings);
    }

    @Override
    public int run(List<String> words, PrintStream out) throws IOException {
        List<String> arguments = words(words);
        String action = arguments.isEmpty() ? "" : arguments.get(0);
        if (arguments.size() > 1 && !arguments.get(1).matches("[a-z][a-z0-9-]*")) {
            throw new UsageException("'" + arguments.get(1) + "' is not a name of a sink");
        }
        switch (action + arguments.size()) {
            case "list1" -> call("GET", "").forEach(sink -> print(sink, out));
            case "retry2" ->
                out.println(call("POST", "/" + arguments.get(1) + "/retry").path("retried") + " dead letters are"
                        + " delivered again; waiting messages are tried now");
            case "drop2" -> out.println(drop(arguments.get(1), "dead") + " dead letters are deleted");
            case "drop3" -> {
                if (!arguments.get(2).equals("waiting")) {
                    throw new UsageException("'" + arguments.get(2) + "' cannot be dropped");
                }
                out.println(drop(arguments.get(1), "waiting") + " waiting messages are deleted");
            }
            default -> throw new UsageException("the action is missing or has too few or too many words");
        }
        return 0;
    }

    private JsonNode drop(String sink, String state) throws IOException {
        return call("DELETE", "/" + sink + "/" + state).path("dropped");
    }

    private JsonNode call(String method, String path) throws IOException {
        return new RelayApi(settings).admin(method, "/api/outbox" + path);
    }

    private static void print(JsonNode sink, PrintStream out) {
        JsonNode status = sink.path("status");
        out.printf(
                "%-12s %-8s %d waiting, %d dead, %d delivered%s%n",
                status.path("name").asText(),
                status.path("state").asText(),
                status.path("waiting").asInt(),
                status.path("dead").asInt(),
                status.path("delivered").asInt(),
                status.path("reason").isTextual() ? " (" + status.path("reason").asText() + ")" : "");
        sink.path("waiting").forEach(message -> print("waiting", message, out));
        sink.path("dead").forEach(message -> print("dead", message, out));
    }

    private static void print(String state, JsonNode message, PrintStream out) {
        out.println("    " + state + " " + message.path("time").asText() + " "
                + message.path("type").asText()
                + (message.path("reason").isTextual()
                        ? ": " + message.path("reason").asText()
                        : ""));
    }
}
