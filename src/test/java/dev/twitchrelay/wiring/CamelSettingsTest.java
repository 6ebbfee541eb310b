package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.xpath.XPathLanguage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class CamelSettingsTest {
    private final StandardEnvironment environment = new StandardEnvironment();
    private CamelContext camel;

    @AfterEach
    void stop() {
        if (camel != null) {
            camel.stop();
        }
    }

    private void start(Map<String, Object> settings) {
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        camel = new DefaultCamelContext();
        CamelSettings.of(environment).apply(camel);
        camel.start();
    }

    @Test
    void anOptionOfAComponentADataFormatAndALanguageIsASetting() {
        start(Map.of(
                "camel.component.http.connect-timeout", "1700",
                "camel.component.http.proxy-host", "proxy.example",
                "camel.component.seda.queue-size", "17",
                "camel.dataformat.jackson.pretty-print", "true",
                "camel.language.xpath.log-namespaces", "true"));

        HttpComponent http = camel.getComponent("http", HttpComponent.class);
        assertThat(http.getConnectTimeout()).isEqualTo(1700);
        assertThat(http.getProxyHost()).isEqualTo("proxy.example");
        assertThat(camel.getComponent("seda", SedaComponent.class).getQueueSize())
                .isEqualTo(17);
        assertThat(((JacksonDataFormat) camel.resolveDataFormat("jackson")).isPrettyPrint())
                .isTrue();
        assertThat(((XPathLanguage) camel.resolveLanguage("xpath")).getLogNamespaces())
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
    void aValueThatIsNoneOfTheOptionIsNamed() {
        assertThatThrownBy(() -> start(Map.of("camel.component.seda.queue-size", "many")))
                .hasStackTraceContaining("camel.component.seda.queue-size")
                .hasStackTraceContaining("many");
    }
}
