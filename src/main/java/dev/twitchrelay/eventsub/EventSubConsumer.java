package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Revocation;
import io.vertx.core.Context;
import io.vertx.core.http.WebSocketClient;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Gives the messages of a session to the route, one after the other on a thread of its own, so that a route may take its
 * time without keeping the socket from answering pings. When too many wait, the socket is not read until they are worked
 * off. Starting returns at once and does not fail because Twitch is down.
 */
final class EventSubConsumer extends DefaultConsumer {
    private final AtomicInteger waiting = new AtomicInteger();
    private ExecutorService lane;
    private WebSocketClient client;
    private EventSubSession session;
    private int queueSize;

    EventSubConsumer(EventSubEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public EventSubEndpoint getEndpoint() {
        return (EventSubEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EventSubEndpoint endpoint = getEndpoint();
        EventSubComponent component = endpoint.getComponent();
        queueSize = endpoint.getQueueSize();
        lane = endpoint.getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "twitch-eventsub");
        client = endpoint.vertx().createWebSocketClient(endpoint.clientOptions());
        Context context = endpoint.vertx().getOrCreateContext();
        session = new EventSubSession(
                endpoint.url(),
                endpoint.settings(),
                endpoint.specs(),
                new VertxConnector(client, endpoint::connectOptions),
                component.subscriptionClient(),
                component.accounts()::resolve,
                new VertxLoop(endpoint.vertx(), context),
                new Random(),
                this::enqueue);
        component.sessions().add(session);
        session.start();
    }

    @Override
    protected void doStop() throws Exception {
        getEndpoint().getComponent().sessions().remove(session);
        session.stop();
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(lane);
        client.close();
        super.doStop();
    }

    /** Called on the loop. */
    private void enqueue(EventSubMessage message) {
        if (waiting.incrementAndGet() >= queueSize) {
            regulate();
        }
        lane.execute(() -> {
            try {
                process(message);
            } finally {
                if (waiting.decrementAndGet() == queueSize / 2) {
                    session.onLoop(this::regulate);
                }
            }
        });
    }

    /** Looks at the queue anew. On the loop, so that it does not matter in which order the two sides ask for it. */
    private void regulate() {
        int now = waiting.get();
        if (now >= queueSize) {
            session.pause();
        } else if (now <= queueSize / 2) {
            session.resume();
        }
    }

    private void process(EventSubMessage message) {
        Exchange exchange = createExchange(false);
        try {
            Message in = exchange.getMessage();
            in.setBody(message.json());
            in.setHeader(EventSubConstants.MESSAGE_TYPE, message.type());
            in.setHeader(EventSubConstants.MESSAGE_ID, message.id());
            in.setHeader(EventSubConstants.MESSAGE_TIMESTAMP, message.metadata("message_timestamp"));
            if (message instanceof Notification || message instanceof Revocation) {
                in.setHeader(EventSubConstants.SUBSCRIPTION_TYPE, subscriptionType(message));
                in.setHeader(EventSubConstants.SUBSCRIPTION_VERSION, message.metadata("subscription_version"));
            }
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "cannot process " + message.type() + " " + message.id(), exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }

    private static String subscriptionType(EventSubMessage message) {
        return message instanceof Notification notification
                ? notification.subscriptionType()
                : ((Revocation) message).subscriptionType();
    }
}
