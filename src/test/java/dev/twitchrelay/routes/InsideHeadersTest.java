package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.support.RouteCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer learns of a message's headers, and what it can do to them. The peer is a real HTTP server. */
class InsideHeadersTest {
    /** The template of the official Kamelet of camel-kamelets. */
    private static final String HTTP_SINK = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: http-sink}
            spec:
              definition:
                title: HTTP Sink
                required: [url]
                properties:
                  url: {title: URL, type: string}
                  method: {title: Method, type: string, default: POST}
              template:
                from:
                  uri: kamelet:source
                  steps:
                  - removeHeader:
                      name: CamelHttpUri
                  - setHeader:
                      name: CamelHttpMethod
                      constant: "{{method}}"
                  - to: "{{url}}"
            """;

    private final DefaultCamelContext camel = RouteCommands.vocabulary(Map.of()).newContext();
    private final Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private HttpServer peer;

    @BeforeEach
    void start() throws IOException {
        peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.createContext("/", exchange -> {
            exchange.getRequestHeaders().forEach((name, values) -> seen.put(name, values.get(0)));
            seen.put("the address", exchange.getRequestURI().toString());
            exchange.getResponseHeaders().add("eventtype", "of a stranger");
            exchange.getResponseHeaders().add("MessageId", "of a stranger");
            exchange.getResponseHeaders().add("CamelHttpUri", "http://127.0.0.1:1/elsewhere");
            exchange.getResponseHeaders().add("X-Mine", "{{twitch.client-secret}}");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        peer.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        peer.stop(0);
    }

    private Exchange send(String steps) throws Exception {
        String route = """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                """
                + steps.replace("PEER", "http://127.0.0.1:" + peer.getAddress().getPort())
                        .indent(8);
        RouteSet set = new RouteSet(Map.of(
                "a.camel.yaml", RouteFile.read("a.camel.yaml", route.getBytes(StandardCharsets.UTF_8)),
                "http-sink.kamelet.yaml",
                        RouteFile.read("http-sink.kamelet.yaml", HTTP_SINK.getBytes(StandardCharsets.UTF_8))));
        RouteModel model = new RouteModel(camel);
        model.configure(set);
        camel.start();
        camel.addRouteDefinitions(model.definitions(set, set.routes().keySet()).values());
        return camel.createProducerTemplate().request("direct:a", exchange -> {
            exchange.getMessage().setHeader("EventKind", "event");
            exchange.getMessage().setHeader("EventType", "channel.follow");
            exchange.getMessage().setHeader("EventId", "1-2-3");
            exchange.getMessage().setHeader("EventTime", "2026-01-02T03:04:05Z");
            exchange.getMessage().setHeader("EventMood", "good");
            exchange.getMessage().setHeader("MessageId", "run-7");
            exchange.getMessage().setHeader("X-Chosen", "by the route");
            exchange.getMessage().setBody("{}");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: {uri: PEER/x, parameters: {httpMethod: POST}}",
                "- toD: {uri: 'PEER/${header.X-Chosen.length}', parameters: {httpMethod: POST}}",
                "- to: {uri: 'kamelet:http-sink', parameters: {url: 'PEER/x'}}",
                "- enrich: {constant: 'PEER/x'}",
                "- multicast: {steps: [{to: 'PEER/x'}]}"
            })
    void aPeerLearnsTheHeadersThatTheRouteChoseAndNothingElse(String step) throws Exception {
        assertThat(send(step).getException()).isNull();

        assertThat(seen).containsEntry("X-Chosen", "by the route");
        assertThat(seen.keySet()).noneMatch(name -> name.toLowerCase().matches("event.*|messageid"));
    }

    @Test
    void anAnswerChangesNothingThatTheRelayKnowsAndLeadsNoFurtherCallElsewhere() throws Exception {
        Exchange exchange = send("""
                - to: {uri: PEER/first}
                - to: {uri: PEER/second}
                """);

        assertThat(exchange.getException()).isNull();
        assertThat(seen).containsEntry("the address", "/second");
        assertThat(exchange.getMessage().getHeader("EventType")).isEqualTo("channel.follow");
        assertThat(exchange.getMessage().getHeader("MessageId")).isEqualTo("run-7");
        assertThat(exchange.getMessage().getHeader("X-Mine"))
                .as("a stranger's placeholder stays a text")
                .isEqualTo("{{twitch.client-secret}}");
    }
}
