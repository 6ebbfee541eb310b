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
 * The Camel component {@code twitch-eventsub:URL}, which receives EventSub over a WebSocket. It extends
 * camel-vertx-websocket for that component's handling of URL, TLS and Vert.x. It has its own consumer, because the
 * consumer of camel-vertx-websocket may lose the welcome, can change the order of messages and hides close codes.
 * Thread-safe.
 */
@Component("twitch-eventsub")
public class EventSubComponent extends VertxWebsocketComponent {
    private final HelixClient helix;
    private final Accounts accounts;
    private final EventSubSessions sessions;
    private final String subscriptionsUrl;
    private final Function<URI, ProxyOptions> proxies;

    /**
     * @param sessions the register that every running session is added to
     * @param subscriptionsUrl {@code https://api.twitch.tv/helix/eventsub/subscriptions} in production
     * @param proxies gives the proxy for an address, or null for a direct connection
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
        return new SubscriptionClient(helix, subscriptionsUrl);
    }
}
