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
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * Runs tests of routes for {@code routes test}. Each test has a Camel context of its own, in which an {@link
 * EndpointRecorder} replaces every endpoint that the tested routes send to. Thread-safe.
 */
public final class RouteTestRun {
    /** A step beside the route, such as a wire tap, may send its message a moment later than the route ends. */
    private static final Duration LATE_MESSAGES = Duration.ofSeconds(2);

    private static final String INPUT = "direct:the-input-of-this-test";

    private final RouteFolder folder;
    private final Function<Map<String, String>, RouteVocabulary> vocabularies;

    /** @param vocabularies makes the vocabulary of a test from the settings of the test */
    public RouteTestRun(RouteFolder folder, Function<Map<String, String>, RouteVocabulary> vocabularies) {
        this.folder = folder;
        this.vocabularies = vocabularies;
    }

    /** The differences between the result and the expectation of a test, in lines; none for a test that passes. */
    public List<String> failures(RouteTest test) {
        Map<String, RouteUnit> routes = folder.routes().routes();
        if (!routes.keySet().containsAll(test.routes())) {
            List<String> unknown = new ArrayList<>(test.routes());
            unknown.removeAll(routes.keySet());
            return List.of("there is no route " + unknown + " among " + routes.keySet());
        }
        Set<String> channels = test.routes().stream()
                .map(id -> String.valueOf(routes.get(id).channel()))
                .collect(Collectors.toCollection(HashSet::new));
        channels.add(INPUT);
        EndpointRecorder recorder = new EndpointRecorder(channels, test.answers());
        RouteVocabulary vocabulary = vocabularies.apply(test.settings());
        try (DefaultCamelContext camel = vocabulary.newContext()) {
            Exchange exchange = send(test, camel, recorder, vocabulary.testEvents());
            return differences(test, recorder, exchange);
        } catch (RejectedFileException e) {
            return List.of(e.getMessage());
        } catch (Exception e) {
            return List.of("the route cannot be run: " + CamelFailure.reason(e));
        }
    }

    private Exchange send(RouteTest test, DefaultCamelContext camel, EndpointRecorder recorder, TestEvents events)
            throws Exception {
        RouteSet set = folder.routes();
        RouteModel model = new RouteModel(camel);
        model.configure(set);
        Map<String, RouteDefinition> definitions = new LinkedHashMap<>(model.definitions(set, test.routes()));
        camel.getCamelContextExtension().registerEndpointCallback(recorder);
        String first = test.routes().get(0);
        definitions.forEach((id, definition) -> {
            if (set.routes().get(id).channel() == null) {
                definition.getInput().setUri(id.equals(first) ? INPUT : INPUT + "-" + id);
            }
        });
        camel.start();
        camel.addRouteDefinitions(definitions.values());
        String channel = set.routes().get(first).channel();
        return camel.createProducerTemplate().request(channel == null ? INPUT : channel, exchange -> {
            fill(test, events, exchange.getMessage());
            if (String.valueOf(set.routes().get(first).from()).startsWith("platform-http:")) {
                exchange.setProperty(HttpSenders.PROPERTY, "POST");
            }
        });
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

    private static List<String> differences(RouteTest test, EndpointRecorder recorder, Exchange exchange)
            throws InterruptedException {
        List<String> differences = new ArrayList<>();
        if (exchange.getException() != null) {
            differences.add("the route failed: " + CamelFailure.reason(exchange.getException()));
        }
        JsonNode expect = test.expect();
        List<ObjectNode> sent = recorder.await(expect.size(), LATE_MESSAGES);
        for (int i = 0; i < Math.max(sent.size(), expect.size()); i++) {
            String name = "message " + (i + 1);
            if (i >= sent.size()) {
                differences.add(name + ": expected one to " + expect.get(i).path("to") + ", but there is none");
            } else if (i >= expect.size()) {
                differences.add(name + ": not expected, but there is one to "
                        + sent.get(i).path("to") + ": " + sent.get(i).path("body"));
            } else {
                differences.addAll(MessageDifference.between(name, expect.get(i), sent.get(i)));
            }
        }
        if (!test.reply().isMissingNode()) {
            differences.addAll(
                    MessageDifference.between("the reply", test.reply(), EndpointRecorder.json(exchange.getMessage())));
        }
        Throwable handled = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (!differences.isEmpty() && handled != null && exchange.getException() == null) {
            differences.add("a step failed: " + CamelFailure.reason(handled));
        }
        return differences;
    }
}
