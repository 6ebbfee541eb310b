package dev.twitchrelay.outbox;

import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which messages a sink wants, as a jq expression over their JSON text. Thread-safe. */
final class JqFilter implements Predicate<String> {
    private static final Logger LOG = LoggerFactory.getLogger(JqFilter.class);

    private final CamelContext camel;
    private final String sink;
    private final org.apache.camel.Predicate expression;

    /** @throws IllegalArgumentException or another exception of the language if it is no jq */
    JqFilter(CamelContext camel, String sink, String jq) {
        this.camel = camel;
        this.sink = sink;
        expression = camel.resolveLanguage("jq").createPredicate(jq);
        expression.initPredicate(camel);
    }

    @Override
    public boolean test(String body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        try {
            return expression.matches(exchange);
        } catch (RuntimeException e) {
            // one message too many is better than one that nobody ever hears of
            LOG.warn(
                    "sink {}: its filter cannot be asked about a message, which is delivered: {}",
                    sink,
                    e.getMessage());
            return true;
        }
    }
}
