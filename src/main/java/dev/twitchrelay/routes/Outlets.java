package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * Takes the place of everything that tested routes send to: writes down what would have been sent, and gives the answers
 * of the test. Thread-safe.
 */
final class Outlets implements EndpointStrategy {
    private static final ObjectMapper JSON = RouteVocabulary.json();
    private static final int FIRST_FAILURE = 300;

    private final Set<String> inside;
    private final JsonNode answers;
    private final List<ObjectNode> sent = new ArrayList<>();

    /** @param inside channels that the tested routes start from */
    Outlets(Set<String> inside, JsonNode answers) {
        this.inside = inside;
        this.answers = answers;
    }

    /** What has been sent so far: {@code to}, {@code body} and {@code headers} of each, for HTTP {@code method} as well. */
    synchronized List<ObjectNode> sent() {
        return List.copyOf(sent);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        String base = endpoint.getEndpointBaseUri().replaceFirst("^(?!https?:)([a-z0-9-]+)://", "$1:");
        return endpoint instanceof Outlet
                        || inside.contains(base)
                        || base.startsWith("language")
                        || base.startsWith("bean:")
                        // what a Kamelet sends is of interest, not that it is used
                        || base.startsWith("kamelet:")
                        || base.startsWith("log:")
                ? endpoint
                : new Outlet(base, endpoint);
    }

    private synchronized void send(String to, Exchange exchange, String uri) throws Exception {
        ObjectNode message = JSON.createObjectNode();
        message.put("to", to);
        ObjectNode headers = message.putObject("headers");
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            headers.put(header.getKey(), String.valueOf(header.getValue()));
        }
        message.set("body", body(exchange.getMessage()));
        if (to.matches("https?:.*")) {
            String fixed = uri.replaceAll(".*[?&]httpMethod=([A-Z]+).*", "$1");
            boolean bare = exchange.getMessage().getBody() == null;
            message.put(
                    "method",
                    headers.path(Exchange.HTTP_METHOD).asText(fixed.equals(uri) ? bare ? "GET" : "POST" : fixed));
            message.put("query", headers.path(Exchange.HTTP_QUERY).asText(""));
        }
        sent.add(message);
        answer(to, exchange);
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

    /** A message's body, as JSON where it is JSON. */
    static JsonNode body(Message message) {
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

    private final class Outlet extends DefaultEndpoint {
        private final String to;
        private final Endpoint original;

        Outlet(String to, Endpoint original) {
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
            throw new UnsupportedOperationException(to + " is not started by a test");
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }
}
