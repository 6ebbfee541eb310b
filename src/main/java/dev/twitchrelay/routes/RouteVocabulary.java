package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.HelixHttpClientConfigurer;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.outbox.MqttComponent;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.outbox.OutboxComponent;
import dev.twitchrelay.outbox.SinkHttpConfigurer;
import dev.twitchrelay.outbox.WebhookSignature;
import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.sse.SseComponent;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.stats.ChannelStats;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Ordered;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.master.MasterComponent;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatCustomizer;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Registry;

/**
 * Everything that route files may name: beans, the relay's own components, the JSON mapper, the settings behind placeholders, and
 * how Camel's components reach the network. The relay, {@code routes check}, {@code routes test} and the tests of the build all
 * take it from here, because a route that one of them accepts has to run in the others, and has to write the same bytes there.
 * They differ in the {@link Parts} behind the names only. Immutable; each Camel context gets the names by {@link #teach}.
 */
public final class RouteVocabulary {
    /** How long Paho waits at most before it tries a lost broker again; Paho's own limit of two minutes is long for a light. */
    private static final int MQTT_RECONNECT_MILLIS = 5_000;

    private static final ObjectMapper JSON = JsonMappers.exact();

    /**
     * What stands behind the names. In the relay these objects work; offline they are of the same classes, and nothing that they do
     * leaves the process.
     *
     * @param settings the value of a setting, or null
     * @param camelSettings gives a Camel context that Spring has not made the settings {@code camel.*}
     * @param helix signs calls of Twitch's API
     * @param eventsub makes the component {@code twitch-eventsub}, a new one for each Camel context
     * @param master makes the component {@code master}, through which one of several relays consumes; null where there is one relay
     * @param outbox null offline, where no sink consumes from it
     */
    public record Parts(
            UnaryOperator<String> settings,
            Consumer<CamelContext> camelSettings,
            Clock clock,
            Proxies proxies,
            CallTimeLimit timeLimit,
            HelixHttpClientConfigurer helix,
            Supplier<EventSubComponent> eventsub,
            Supplier<MasterComponent> master,
            SseHub hub,
            Outbox outbox,
            Accounts accounts,
            ChannelStats channelStats,
            FollowLedger follows,
            Moments moments,
            TestEvents testEvents) {}

    private final Parts parts;
    private final Map<String, Consumer<Registry>> beans;
    private final Map<String, Consumer<Registry>> components = new TreeMap<>();

    /** The names, with these objects behind them. */
    public RouteVocabulary(Parts parts) {
        this(parts, new TreeMap<>());
        component("direct", GatedDirectComponent.class, GatedDirectComponent::new);
        component("master", MasterComponent.class, parts.master()::get);
        component("outbox", OutboxComponent.class, () -> new OutboxComponent(parts.outbox()));
        component("paho-mqtt5", MqttComponent.class, MqttComponent::new);
        component("sse", SseComponent.class, () -> new SseComponent(parts.hub()));
        component("twitch-eventsub", EventSubComponent.class, parts.eventsub()::get);
        bean("accounts", parts.accounts());
        bean("channelStats", parts.channelStats());
        bean("follows", parts.follows());
        bean("helix", helix());
        bean("moments", parts.moments());
        bean("objectMapper", JSON);
        bean(
                "sinks",
                new SinkHttpConfigurer(
                        parts.outbox(),
                        parts.settings(),
                        parts.timeLimit(),
                        parts.proxies().planner()));
        bean("testEvents", parts.testEvents());
        // a route with a multicast goes on with the message as it was, whatever the branches made of their copies
        bean("useOriginal", new UseOriginalAggregationStrategy(false));
        bean("webhookSignature", new WebhookSignature(parts.settings(), parts.clock()));
    }

    private RouteVocabulary(Parts parts, Map<String, Consumer<Registry>> beans) {
        this.parts = parts;
        this.beans = beans;
    }

    /** The same with one more name, or with another bean or component behind a name. A component serves one Camel context only. */
    public RouteVocabulary with(String name, Object bean) {
        RouteVocabulary more = new RouteVocabulary(parts, new TreeMap<>(beans));
        more.components.putAll(components);
        more.components.remove(name);
        more.bean(name, bean);
        return more;
    }

    private void bean(String name, Object bean) {
        beans.put(name, registry -> registry.bind(name, bean));
    }

    /** A component belongs to one Camel context, and a route that is only checked is built in another context than the relay's. */
    private void component(String name, Class<? extends Component> type, Supplier<Object> fresh) {
        components.put(name, registry -> registry.bindAsPrototype(name, type, fresh));
    }

    /** The names of beans, in alphabetical order. */
    public Set<String> beans() {
        return Collections.unmodifiableSet(beans.keySet());
    }

    /** The names of the relay's own components, in alphabetical order; routes may use Camel's others as well. */
    public Set<String> components() {
        return Collections.unmodifiableSet(components.keySet());
    }

    /**
     * What routes read and write JSON with: numbers keep their digits, and characters beyond the basic plane stay characters, as
     * Twitch sent them. Its options are not to be changed, because all share it.
     */
    public static ObjectMapper json() {
        return JSON;
    }

    /** The value behind {@code {{name}}}, or null. */
    String setting(String name) {
        return parts.settings().apply(name);
    }

    /** Makes the notifications that tests of routes begin with. */
    TestEvents testEvents() {
        return parts.testEvents();
    }

    /** Prepares a Camel context that Spring has not made; it is built, and not yet initialized. */
    void prepare(CamelContext camel) {
        parts.camelSettings().accept(camel);
        teach(camel);
    }

    /** Makes the names known to a Camel context, before any route is built in it. */
    public void teach(CamelContext camel) {
        Registry registry = camel.getRegistry();
        beans.values().forEach(bean -> bean.accept(registry));
        components.values().forEach(component -> component.accept(registry));
        registry.bind("jsonOfRoutes", new JsonOfRoutes());
        registry.bind(
                "proxiesOfRoutes",
                afterSettings(HttpComponent.class, http -> http.setHttpClientConfigurer(parts.proxies()::configure)));
        registry.bind("brokerOfRoutes", afterSettings(PahoMqtt5Component.class, this::toBroker));
        PropertiesComponent placeholders = (PropertiesComponent) camel.getPropertiesComponent();
        // Camel would look there by itself before, and find values that are not cleaned
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        placeholders.addPropertiesSource(new PropertiesSource() {
            @Override
            public String getName() {
                return "settings";
            }

            @Override
            public String getProperty(String name) {
                return setting(name);
            }
        });
    }

    /** The settings {@code camel.component.*} come first, because Camel's starters set every option, to its default at least. */
    private static <T extends Component> ComponentCustomizer afterSettings(Class<T> type, Consumer<T> change) {
        return ComponentCustomizer.builder(type).withOrder(Ordered.LOWEST).build(change::accept);
    }

    /** Gives each data format a copy of the mapper, because options such as {@code prettyPrint} of one route change its mapper. */
    private static final class JsonOfRoutes implements DataFormatCustomizer {
        /** Camel asks about a format that does not exist as well, with null, and says so itself afterwards. */
        @Override
        public boolean isEnabled(String name, DataFormat format) {
            return format instanceof JacksonDataFormat;
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }

        @Override
        public void configure(String name, DataFormat format) {
            ((JacksonDataFormat) format).setObjectMapper(JSON.copy());
        }
    }

    private HttpClientConfigurer helix() {
        return client -> {
            parts.helix().configureHttpClient(client);
            parts.proxies().configure(client);
            client.addExecInterceptorFirst("time-limit", parts.timeLimit());
        };
    }

    /** The broker's address, and the relay's user and password there, are secrets, so they are no part of an endpoint's URI. */
    private void toBroker(PahoMqtt5Component mqtt) {
        mqtt.getConfiguration().setMaxReconnectDelay(MQTT_RECONNECT_MILLIS);
        String broker = stripped("sinks.mqtt.broker-url");
        if (!broker.isEmpty()) {
            mqtt.getConfiguration().setBrokerUrl(broker);
        }
        String user = stripped("sinks.mqtt.user-name");
        if (!user.isEmpty()) {
            String password = setting("sinks.mqtt.password");
            mqtt.getConfiguration().setUserName(user);
            mqtt.getConfiguration().setPassword(password == null ? "" : password);
        }
    }

    private String stripped(String name) {
        String value = setting(name);
        return value == null ? "" : value.strip();
    }
}
