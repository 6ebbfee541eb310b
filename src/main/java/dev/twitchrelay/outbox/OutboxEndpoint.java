package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EventHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keep messages for sinks on disk, and deliver them in order, at least once. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "outbox",
        title = "Outbox",
        syntax = "outbox:name",
        category = {Category.CORE})
public class OutboxEndpoint extends DefaultEndpoint {
    /** Stands for every sink, and is for sending only. */
    private static final String ALL = "all";

    private static final Logger LOG = LoggerFactory.getLogger(OutboxEndpoint.class);
    private static final int MOST_AT_ONCE = 100;

    private final Outbox outbox;

    @UriPath(description = "The sink's name, or all to send to every sink")
    @Metadata(required = true)
    private final String name;

    @UriParam(label = "consumer", description = "Settings without which the sink sleeps, separated by commas")
    private String needs;

    @UriParam(
            label = "consumer",
            description = "Event types that the sink is told of, separated by commas; all by default")
    private String events;

    @UriParam(
            label = "consumer",
            defaultValue = "event",
            description = "The kinds of messages that the sink is told of: event, stats, or event,stats")
    private String kinds = "event";

    @UriParam(label = "consumer", description = "A jq expression: messages for which it is false are left out")
    private String filter;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description = "How many waiting messages may be delivered at once, as a list when more than 1")
    private int batch = 1;

    @UriParam(label = "consumer", description = "Event types of which several in a row become one message")
    private String fold;

    @UriParam(
            label = "consumer",
            defaultValue = "5s",
            description = "How long the next message of such a type is held back, to gather what belongs together")
    private Duration foldWindow = Duration.ofSeconds(5);

    @UriParam(label = "consumer", description = "Scopes that the user has to grant on Twitch, separated by commas")
    private String scopes;

    OutboxEndpoint(String uri, OutboxComponent component, Outbox outbox, String name) {
        super(uri, component);
        this.outbox = outbox;
        this.name = name;
    }

    /** @throws IllegalArgumentException naming the parameter that is wrong */
    void check() {
        if (batch < 1 || batch > MOST_AT_ONCE) {
            throw new IllegalArgumentException("'batch' is " + batch + ", it must be from 1 to " + MOST_AT_ONCE);
        }
        if (!List.of("event", "stats").containsAll(words(kinds)) || words(kinds).isEmpty()) {
            throw new IllegalArgumentException("'kinds' is '" + kinds + "', it must be event, stats, or event,stats");
        }
        if (filter != null) {
            filterPredicate();
        }
    }

    /** The options of the route. Settings that it needs are looked up now. */
    SinkOptions options() {
        return new SinkOptions(
                name,
                words(needs).stream().filter(setting -> !isSet(setting)).toList(),
                words(kinds),
                words(events),
                filter == null ? body -> true : accepts(),
                batch,
                words(fold),
                foldWindow,
                words(scopes));
    }

    private boolean isSet(String setting) {
        Optional<String> value = getCamelContext().getPropertiesComponent().resolveProperty(setting);
        return value.filter(text -> !text.isBlank() && !text.strip().equals("false"))
                .isPresent();
    }

    private Predicate<String> accepts() {
        org.apache.camel.Predicate expression = filterPredicate();
        return body -> {
            Exchange exchange = createExchange();
            exchange.getMessage().setBody(body);
            try {
                return expression.matches(exchange);
            } catch (RuntimeException e) {
                // a message too many is better than a lost message
                LOG.warn(
                        "sink {}: its filter cannot be asked about a message, which is delivered: {}",
                        name,
                        e.getMessage());
                return true;
            }
        };
    }

    private org.apache.camel.Predicate filterPredicate() {
        org.apache.camel.Predicate expression =
                getCamelContext().resolveLanguage("jq").createPredicate(filter);
        expression.initPredicate(getCamelContext());
        return expression;
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        if (text != null) {
            Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).forEach(words::add);
        }
        return words;
    }

    @Override
    public Producer createProducer() {
        return new MessageProducer();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (name.equals(ALL)) {
            throw new IllegalArgumentException("outbox:all is for sending; a sink consumes outbox: and its own name");
        }
        OutboxConsumer consumer = new OutboxConsumer(this, processor, outbox);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }

    /** Keeps the body of an exchange for sinks, with its {@link EventHeaders}. Thread-safe. */
    private final class MessageProducer extends DefaultProducer {
        MessageProducer() {
            super(OutboxEndpoint.this);
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            Message message = exchange.getMessage();
            outbox.add(
                    name.equals(ALL) ? null : name,
                    message.getHeader(EventHeaders.MESSAGE_ID, String.class),
                    EventHeaders.of(message.getHeaders()),
                    message.getBody(String.class));
        }
    }

    public String getName() {
        return name;
    }

    public String getNeeds() {
        return needs;
    }

    public void setNeeds(String needs) {
        this.needs = needs;
    }

    public String getEvents() {
        return events;
    }

    public void setEvents(String events) {
        this.events = events;
    }

    public String getKinds() {
        return kinds;
    }

    public void setKinds(String kinds) {
        this.kinds = kinds;
    }

    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    public int getBatch() {
        return batch;
    }

    public void setBatch(int batch) {
        this.batch = batch;
    }

    public String getFold() {
        return fold;
    }

    public void setFold(String fold) {
        this.fold = fold;
    }

    public Duration getFoldWindow() {
        return foldWindow;
    }

    public void setFoldWindow(Duration foldWindow) {
        this.foldWindow = foldWindow;
    }

    public String getScopes() {
        return scopes;
    }

    public void setScopes(String scopes) {
        this.scopes = scopes;
    }
}
