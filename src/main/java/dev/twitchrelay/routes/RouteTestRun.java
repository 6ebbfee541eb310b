package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.eventsub.EventSubConstants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** Runs tests of routes, each in a Camel context of its own, offline. Thread-safe. */
public final class RouteTestRun {
    private static final Duration ASIDE = Duration.ofSeconds(2);
    private static final String INPUT = "direct:the-input-of-this-test";

    private final RouteFolder folder;
    private final Function<Map<String, String>, RouteVocabulary> vocabularies;

    /** @param vocabularies what routes may name, anew for each test, with the settings of that test */
    public RouteTestRun(RouteFolder folder, Function<Map<String, String>, RouteVocabulary> vocabularies) {
        this.folder = folder;
        this.vocabularies = vocabularies;
    }

    /** What is not as the test expects; empty when all is. */
    public List<String> failures(RouteTest test) {
        RouteSet set = folder.routes();
        Set<String> unknown = new HashSet<>(test.routes());
        unknown.removeAll(set.routes().keySet());
        if (!unknown.isEmpty()) {
            return List.of(
                    "there is no route " + unknown + " among " + set.routes().keySet());
        }
        Set<String> inside = new HashSet<>(Set.of(INPUT));
        test.routes()
                .forEach(id -> inside.add(String.valueOf(set.routes().get(id).channel())));
        Outlets outlets = new Outlets(inside, test.answers());
        RouteVocabulary vocabulary = vocabularies.apply(test.settings());
        try (ScratchContext context = new ScratchContext(vocabulary)) {
            Exchange exchange = send(test, set, context.camel(), outlets, vocabulary.testEvents());
            return differences(test, outlets, exchange);
        } catch (RejectedFileException e) {
            return List.of(e.getMessage());
        } catch (Exception e) {
            return List.of("the route cannot be run: " + Fault.reason(e));
        }
    }

    private static Exchange send(
            RouteTest test, RouteSet set, DefaultCamelContext camel, Outlets outlets, TestEvents events)
            throws Exception {
        RouteModel model = new RouteModel(camel);
        model.configure(set);
        Map<String, RouteDefinition> definitions = new LinkedHashMap<>(model.definitions(set, test.routes()));
        camel.getCamelContextExtension().registerEndpointCallback(outlets);
        String input = set.routes().get(test.routes().get(0)).channel();
        for (Map.Entry<String, RouteDefinition> route : definitions.entrySet()) {
            if (set.routes().get(route.getKey()).channel() == null) {
                boolean first = route.getKey().equals(test.routes().get(0));
                route.getValue().getInput().setUri(first ? INPUT : INPUT + "-" + route.getKey());
            }
        }
        camel.start();
        camel.addRouteDefinitions(definitions.values());
        return camel.createProducerTemplate()
                .request(input == null ? INPUT : input, exchange -> fill(test, events, exchange.getMessage()));
    }

    private static void fill(RouteTest test, TestEvents events, Message message) {
        JsonNode input = test.input();
        if (input.has("notification")) {
            String type = input.path("notification").asText();
            JsonNode event = input.path("event");
            JsonNode notification = events.notification(type, event.isMissingNode() ? null : event.toString());
            JsonNode metadata = notification.path("metadata");
            message.setBody(notification);
            message.setHeader(EventSubConstants.MESSAGE_TYPE, "notification");
            message.setHeader(EventSubConstants.SUBSCRIPTION_TYPE, type);
            message.setHeader(
                    EventSubConstants.MESSAGE_ID, metadata.path("message_id").asText());
            message.setHeader(
                    EventSubConstants.MESSAGE_TIMESTAMP,
                    metadata.path("message_timestamp").asText());
        } else if (input.has("body")) {
            JsonNode body = input.path("body");
            message.setBody(body.isTextual() ? body.asText() : body);
        }
        input.path("headers")
                .fields()
                .forEachRemaining(header ->
                        message.setHeader(header.getKey(), header.getValue().asText()));
    }

    private static List<String> differences(RouteTest test, Outlets outlets, Exchange exchange)
            throws InterruptedException {
        List<String> differences = new ArrayList<>();
        if (exchange.getException() != null) {
            differences.add("the route failed: " + Fault.reason(exchange.getException()));
        }
        List<ObjectNode> sent = settled(outlets, test.expect().size());
        for (int i = 0; i < Math.max(sent.size(), test.expect().size()); i++) {
            String which = "message " + (i + 1);
            if (i >= sent.size()) {
                differences.add(
                        which + ": expected one to " + test.expect().get(i).path("to") + ", but there is none");
            } else if (i >= test.expect().size()) {
                differences.add(which + ": not expected, but there is one to "
                        + sent.get(i).path("to") + ": " + sent.get(i).path("body"));
            } else {
                differences.addAll(difference(which, test.expect().get(i), sent.get(i)));
            }
        }
        if (!test.reply().isMissingNode()) {
            ObjectNode reply = test.reply().deepCopy();
            ObjectNode got = reply.objectNode();
            got.set("body", Outlets.body(exchange.getMessage()));
            ObjectNode headers = got.putObject("headers");
            exchange.getMessage().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
            differences.addAll(difference("the reply", reply, got));
        }
        Throwable handled = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (!differences.isEmpty() && handled != null && exchange.getException() == null) {
            differences.add("a step failed: " + Fault.reason(handled));
        }
        return differences;
    }

    /** Steps aside, such as a wire tap, may take a moment longer than the route. */
    private static List<ObjectNode> settled(Outlets outlets, int expected) throws InterruptedException {
        long deadline = System.nanoTime() + ASIDE.toNanos();
        synchronized (outlets) {
            while (outlets.sent().size() < expected && System.nanoTime() < deadline) {
                outlets.wait(20);
            }
        }
        return outlets.sent();
    }

    private static List<String> difference(String which, JsonNode expected, JsonNode sent) {
        List<String> differences = new ArrayList<>();
        expected.fields().forEachRemaining(part -> {
            String name = part.getKey();
            switch (name) {
                case "to" -> {
                    if (!sent.path("to").asText().endsWith(part.getValue().asText())) {
                        differences.add(which + ".to: expected " + part.getValue() + ", but it is " + sent.path("to"));
                    }
                }
                case "contains" ->
                    differences.addAll(
                            JsonDifference.between(which + ".body", part.getValue(), sent.path("body"), true));
                case "headers" ->
                    part.getValue().fields().forEachRemaining(header -> {
                        String value = header.getValue().isNull()
                                ? null
                                : header.getValue().asText();
                        JsonNode actual = sent.path("headers").path(header.getKey());
                        if (value == null ? !actual.isMissingNode() : !value.equals(actual.asText(null))) {
                            differences.add(which + ".headers." + header.getKey() + ": expected " + header.getValue()
                                    + ", but it is " + (actual.isMissingNode() ? "missing" : actual));
                        }
                    });
                default ->
                    differences.addAll(
                            JsonDifference.between(which + "." + name, part.getValue(), sent.path(name), false));
            }
        });
        return differences;
    }
}
