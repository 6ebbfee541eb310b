package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.HelixClient;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.vertx.websocket.VertxWebsocketComponent;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * {@code twitch-eventsub:URL}: consumes EventSub over WebSocket. It is camel-vertx-websocket with its URL, TLS and Vert.x
 * handling, and with a consumer of its own, because the stock one may lose the welcome, reorders messages and hides close
 * codes.
 */
@Component("twitch-eventsub")
public class EventSubComponent extends VertxWebsocketComponent {
    private final HelixClient helix;
    private final Accounts accounts;
    private final EventSubSessions sessions;
    private final String subscriptionsUrl;

    /**
     * @param sessions where running sessions are announced
     * @param subscriptionsUrl {@code https://api.twitch.tv/helix/eventsub/subscriptions} in production
     */
    public EventSubComponent(HelixClient helix, Accounts accounts, EventSubSessions sessions, String subscriptionsUrl) {
        this.helix = helix;
        this.accounts = accounts;
        this.sessions = sessions;
        this.subscriptionsUrl = subscriptionsUrl;
    }

    @Override
    protected VertxWebsocketEndpoint createEndpointInstance(String uri, VertxWebsocketConfiguration configuration) {
        return new EventSubEndpoint(uri, this, configuration);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EventSubEndpoint endpoint = (EventSubEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.check();
        return endpoint;
    }

    Accounts accounts() {
        return accounts;
    }

    EventSubSessions sessions() {
        return sessions;
    }

    SubscriptionClient subscriptionClient() {
        return new HelixSubscriptionClient(helix, subscriptionsUrl);
    }
}
