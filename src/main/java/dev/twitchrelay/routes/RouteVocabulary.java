package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.HelixHttpClientConfigurer;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.outbox.CloudEvents;
import dev.twitchrelay.outbox.MqttComponent;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.outbox.OutboxComponent;
import dev.twitchrelay.outbox.SinkHttpConfigurer;
import dev.twitchrelay.outbox.WebhookSignature;
import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.ToldRepository;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sources.Senders;
import dev.twitchrelay.sse.SseComponent;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.stats.ChannelStats;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.master.MasterComponent;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatCustomizer;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Registry;

/**
 * Everything that route files may name: beans, the relay's own components, the JSON mapper, the settings behind
 * placeholders, and how Camel's components reach the network. The relay, {@code routes check}, {@code routes test} and
 * the tests of the build have the same vocabulary, because a route that one of them accepts has to run in the others,
 * and has to write the same bytes there. Only the {@link Parts} behind the names differ. Immutable; {@link #teach}
 * gives the names to a Camel context.
 */
public final class RouteVocabulary {
    /** The longest pause before Paho tries a lost broker again. Paho's own two minutes are too long for a lamp. */
    private static final int MQTT_RECONNECT_MILLIS = 5_000;

    private static final ObjectMapper JSON = JsonMappers.exact();

    /**
     * The objects behind the names. Without a relay they have the same classes, and no call leaves the process.
     *
     * @param settings the value of a setting, or null
     * @param camelSettings puts the settings {@code camel.*} into a Camel context that Spring has not made
     * @param helix signs calls of Twitch's API
     * @param eventsub makes the component {@code twitch-eventsub} for one Camel context
     * @param master makes the component {@code master} for one Camel context; gives null outside a cluster
     * @param outbox null without a relay
     * @param leader the route policy of routes that only the leader of a cluster runs
     * @param told the events of Twitch that were told, the follows of {@code follows} among them
     * @param published the ids of published events
     * @param isJournalWritten whether every event that was published is written to the journal
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
            LeaderPolicy leader,
            Accounts accounts,
            ChannelStats channelStats,
            FollowLedger follows,
            ToldRepository told,
            PublishedIds published,
            TestEvents testEvents,
            BooleanSupplier isJournalWritten) {}

    private final Parts parts;
    private final Map<String, Object> beans = new TreeMap<>();
    private final Map<String, Consumer<Registry>> components = new TreeMap<>();

    public RouteVocabulary(Parts parts) {
        this.parts = parts;
        component("direct", GatedDirectComponent.class, GatedDirectComponent::new);
        component("log", RouteLogComponent.class, RouteLogComponent::new);
        component("master", MasterComponent.class, parts.master()::get);
        component("outbox", OutboxComponent.class, () -> new OutboxComponent(parts.outbox()));
        component("paho-mqtt5", MqttComponent.class, MqttComponent::new);
        component("sse", SseComponent.class, () -> new SseComponent(parts.hub()));
        component("twitch-eventsub", EventSubComponent.class, parts.eventsub()::get);
        beans.put("accounts", parts.accounts());
        beans.put("channelStats", parts.channelStats());
        beans.put("cloudEvents", new CloudEvents(parts.settings(), parts.clock()));
        beans.put("follows", parts.follows());
        beans.put("helix", helix());
        beans.put(LeaderPolicy.NAME, parts.leader());
        beans.put("objectMapper", JSON);
        beans.put("published", parts.published());
        beans.put("senders", new Senders(parts.settings(), parts.clock(), parts.isJournalWritten()));
        beans.put(
                "sinks",
                new SinkHttpConfigurer(
                        parts.outbox(),
                        parts.settings(),
                        parts.timeLimit(),
                        parts.proxies().planner()));
        beans.put("testEvents", parts.testEvents());
        beans.put("told", parts.told());
        beans.put("useOriginal", new UseOriginal());
        beans.put("webhookSignature", new WebhookSignature(parts.settings(), parts.clock()));
    }

    /** The same vocabulary with one more bean, or with a bean in the place of a bean or component of this name. */
    public RouteVocabulary with(String name, Object bean) {
        RouteVocabulary more = new RouteVocabulary(parts);
        more.beans.putAll(beans);
        more.beans.put(name, bean);
        more.components.keySet().retainAll(components.keySet());
        more.components.remove(name);
        return more;
    }

    /** A component belongs to one Camel context, and the check builds routes in another context than the relay's. */
    private void component(String name, Class<? extends Component> type, Supplier<Object> fresh) {
        components.put(name, registry -> registry.bindAsPrototype(name, type, fresh));
    }

    /** The names of beans, in alphabetical order. */
    public Set<String> beans() {
        return Collections.unmodifiableSet(beans.keySet());
    }

    /** The names of the relay's own components, in alphabetical order. Routes may use Camel's components, too. */
    public Set<String> components() {
        return Collections.unmodifiableSet(components.keySet());
    }

    /**
     * The mapper with which routes read and write JSON: numbers keep their digits, and characters beyond the basic
     * plane stay characters, as Twitch sent them. All share it, so nobody may change its options.
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

    /**
     * A new Camel context with these names, apart from the relay's context, so that routes can be built or tested
     * there. It is initialized, and not started. The caller stops it.
     */
    DefaultCamelContext newContext() {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.disableJMX();
        camel.build();
        parts.camelSettings().accept(camel);
        teach(camel);
        // a leadership starts no route that is only checked
        camel.getRegistry().bind(LeaderPolicy.NAME, LeaderPolicy.alone());
        camel.getCamelContextExtension().setName("scratch");
        camel.setAutoStartup(true);
        camel.setSourceLocationEnabled(true);
        camel.init();
        return camel;
    }

    /** Gives the names to a Camel context in which no route has been built yet. */
    public void teach(CamelContext camel) {
        Registry registry = camel.getRegistry();
        beans.forEach(registry::bind);
        components.values().forEach(component -> component.accept(registry));
        camel.getCamelContextExtension().registerEndpointCallback(new InsideHeaders(camel));
        camel.addRoutePolicyFactory(new HttpSenders());
        // for the step log; the name of the file and the line would be another logger at each edit
        camel.getGlobalOptions().put(Exchange.LOG_EIP_NAME, RouteLogComponent.PREFIX + "${routeId}");
        registry.bind("jsonOfRoutes", new JsonOfRoutes());
        registry.bind(
                "proxiesOfRoutes",
                afterSettings(HttpComponent.class, http -> http.setHttpClientConfigurer(parts.proxies()::configure)));
        registry.bind("brokerOfRoutes", afterSettings(PahoMqtt5Component.class, this::toBroker));
        PropertiesComponent placeholders = (PropertiesComponent) camel.getPropertiesComponent();
        // Camel would look there first, and find values that the relay has not cleaned
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

    /** Changes a component after its settings {@code camel.component.*}, because Camel's starters set every option. */
    private static <T extends Component> ComponentCustomizer afterSettings(Class<T> type, Consumer<T> change) {
        return ComponentCustomizer.builder(type).withOrder(Ordered.LOWEST).build(change::accept);
    }

    /** Gives each data format a copy of the mapper, because a route may change options such as {@code prettyPrint}. */
    private static final class JsonOfRoutes implements DataFormatCustomizer {
        /** Camel asks about a format that does not exist, too, with null, and reports it afterwards. */
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

    /** The broker's address, user and password are secrets, so they are no part of an endpoint's URI. */
    private void toBroker(PahoMqtt5Component mqtt) {
        mqtt.getConfiguration().setMaxReconnectDelay(MQTT_RECONNECT_MILLIS);
        String broker = orEmpty("sinks.mqtt.broker-url");
        if (!broker.isEmpty()) {
            mqtt.getConfiguration().setBrokerUrl(broker);
        }
        String user = orEmpty("sinks.mqtt.user-name");
        if (!user.isEmpty()) {
            mqtt.getConfiguration().setUserName(user);
            mqtt.getConfiguration().setPassword(orEmpty("sinks.mqtt.password"));
        }
    }

    private String orEmpty(String name) {
        String value = setting(name);
        return value == null ? "" : value;
    }
}
