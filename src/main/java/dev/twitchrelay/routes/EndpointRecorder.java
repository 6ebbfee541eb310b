package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.EventHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.StreamCache;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Replaces the endpoints that tested routes send to: records the messages, sends nothing, and gives the answers of the
 * test. Camel calls it for each new endpoint, and routes call it on several threads. Thread-safe.
 */
final class EndpointRecorder implements EndpointStrategy {
    private static final ObjectMapper JSON = RouteVocabulary.json();
    private static final int FIRST_FAILURE = 300;

    private final Set<String> channels;
    private final JsonNode answers;
    private final List<ObjectNode> sent = new ArrayList<>();

    /**
     * @param channels the tested routes start from them, so they are not replaced
     * @param answers each with the end of an address in {@code to}
     */
    EndpointRecorder(Set<String> channels, JsonNode answers) {
        this.channels = channels;
        this.answers = answers;
    }

    /**
     * The messages so far, each with {@code to}, {@code headers} and {@code body}; for HTTP with {@code method} and
     * {@code query}, too.
     *
     * @param expected waits until there are so many messages
     */
    synchronized List<ObjectNode> await(int expected, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long left = atMost.toMillis();
        while (sent.size() < expected && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return List.copyOf(sent);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        String base = endpoint.getEndpointBaseUri().replaceFirst("^(?!https?:)([a-z0-9-]+)://", "$1:");
        // a Kamelet is not replaced, because its own route sends the message
        return endpoint instanceof RecordingEndpoint
                        || channels.contains(base)
                        || base.matches("(?s)(language|(bean|kamelet|log):).*")
                ? endpoint
                : new RecordingEndpoint(base, endpoint);
    }

    private synchronized void send(String to, Exchange exchange, String uri) throws Exception {
        ObjectNode message = json(exchange.getMessage());
        message.put("to", to);
        if (to.matches("https?:.*")) {
            ((ObjectNode) message.path("headers")).remove(insideHeaders(exchange));
            String fixed = uri.replaceAll(".*[?&]httpMethod=([A-Z]+).*", "$1");
            boolean bare = exchange.getMessage().getBody() == null;
            message.put(
                    "method",
                    message.path("headers")
                            .path(Exchange.HTTP_METHOD)
                            .asText(fixed.equals(uri) ? bare ? "GET" : "POST" : fixed));
            message.put(
                    "query", message.path("headers").path(Exchange.HTTP_QUERY).asText(""));
        }
        sent.add(message);
        notifyAll();
        answer(to, exchange);
    }

    /** The headers that no peer gets. */
    private static List<String> insideHeaders(Exchange exchange) {
        return exchange.getMessage().getHeaders().keySet().stream()
                .filter(EventHeaders::isInside)
                .toList();
    }

    private void answer(String to, Exchange exchange) throws Exception {
        for (JsonNode answer : answers) {
            if (to.endsWith(answer.path("to").asText())) {
                int status = answer.path("status").asInt(200);
                String text = answer.path("body").isTextual()
                        ? answer.path("body").asText()
                        : JSON.writeValueAsString(answer.path("body"));
                if (status >= FIRST_FAILURE) {
                    throw new HttpOperationFailedException(to, status, "", null, Map.of(), text);
                }
                exchange.getMessage().setBody(text);
                exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            }
        }
    }

    /** The {@code headers} and the {@code body} of a message. */
    static ObjectNode json(Message message) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode headers = json.putObject("headers");
        message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        json.set("body", body(message));
        return json;
    }

    private static JsonNode body(Message message) {
        Object body = message.getBody();
        if (body instanceof StreamCache stream) {
            body = message.getBody(byte[].class);
            stream.reset();
        }
        try {
            if (body instanceof byte[] bytes) {
                return JSON.readTree(bytes);
            }
            if (body instanceof String text) {
                return text.strip().matches("(?s)[{\\[].*") ? JSON.readTree(text) : JSON.valueToTree(text);
            }
        } catch (IOException e) {
            return JSON.valueToTree(body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : body);
        }
        return JSON.valueToTree(body);
    }

    private final class RecordingEndpoint extends DefaultEndpoint {
        private final String to;
        private final Endpoint original;

        RecordingEndpoint(String to, Endpoint original) {
            super(original.getEndpointUri(), original.getComponent());
            this.to = to;
            this.original = original;
            setCamelContext(original.getCamelContext());
        }

        @Override
        protected String createEndpointUri() {
            return original.getEndpointUri();
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    send(to, exchange, original.getEndpointUri());
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("a test does not start " + to);
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }
}
