package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.HelixClient;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
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
    private final Function<URI, ProxyOptions> proxies;

    /**
     * @param sessions where running sessions are announced
     * @param subscriptionsUrl {@code https://api.twitch.tv/helix/eventsub/subscriptions} in production
     * @param proxies the proxy that an address is reached through, or null
     */
    public EventSubComponent(
            HelixClient helix,
            Accounts accounts,
            EventSubSessions sessions,
            String subscriptionsUrl,
            Function<URI, ProxyOptions> proxies) {
        this.helix = helix;
        this.accounts = accounts;
        this.sessions = sessions;
        this.subscriptionsUrl = subscriptionsUrl;
        this.proxies = proxies;
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

    ProxyOptions proxy(URI address) {
        return proxies.apply(address);
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
