package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ComponentSettingsTest {
    private final StandardEnvironment environment = new StandardEnvironment();
    private CamelContext camel;

    @AfterEach
    void stop() {
        if (camel != null) {
            camel.stop();
        }
    }

    private void start(Map<String, Object> settings, ComponentCustomizer... others) {
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        Registry beans = new DefaultRegistry();
        beans.bind("componentSettings", new ComponentSettings(environment));
        for (ComponentCustomizer other : others) {
            beans.bind("other", other);
        }
        camel = new DefaultCamelContext(beans);
        camel.start();
    }

    @Test
    void anOptionOfAComponentAndOfADataFormatIsASetting() {
        start(Map.of(
                "camel.component.seda.queue-size", "17",
                "camel.dataformat.jackson.auto-discover-object-mapper", "true"));

        assertThat(camel.getComponent("seda", SedaComponent.class).getQueueSize())
                .isEqualTo(17);
        assertThat(((JacksonDataFormat) camel.resolveDataFormat("jackson")).isAutoDiscoverObjectMapper())
                .isTrue();
    }

    @Test
    void anOptionOfAComponentsConfigurationAndAnEnvironmentVariableAreSettingsToo() {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment", Map.of("CAMEL_COMPONENT_PAHOMQTT5_KEEPALIVEINTERVAL", "7")));
        start(Map.of("camel.component.paho-mqtt5.broker-url", "tcp://broker.example:1883"));

        PahoMqtt5Component mqtt = camel.getComponent("paho-mqtt5", PahoMqtt5Component.class);
        assertThat(mqtt.getConfiguration().getBrokerUrl()).isEqualTo("tcp://broker.example:1883");
        assertThat(mqtt.getConfiguration().getKeepAliveInterval()).isEqualTo(7);
    }

    @Test
    void anOtherCustomizerWins() {
        start(
                Map.of("camel.component.seda.queue-size", "17"),
                ComponentCustomizer.forType(SedaComponent.class, seda -> seda.setQueueSize(3)));

        assertThat(camel.getComponent("seda", SedaComponent.class).getQueueSize())
                .isEqualTo(3);
    }

    @Test
    void aNameThatIsNoOptionIsNamed() {
        start(Map.of("camel.component.kamelet.route-timeout", "7"));

        assertThatThrownBy(() -> camel.getComponent("kamelet", KameletComponent.class))
                .hasStackTraceContaining(
                        "camel.component.kamelet.route-timeout: there is no such option; the options are at ");
    }

    @Test
    void aValueThatIsNoneOfTheOptionIsNamed() {
        start(Map.of("camel.component.seda.queue-size", "many"));

        assertThatThrownBy(() -> camel.getComponent("seda", SedaComponent.class))
                .hasStackTraceContaining("camel.component.seda.queue-size: ")
                .hasStackTraceContaining("many");
    }
}
