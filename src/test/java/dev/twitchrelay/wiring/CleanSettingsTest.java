package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class CleanSettingsTest {
    private static ConfigurableEnvironment variables(Map<String, Object> variables) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("defaults", Map.of("twitch.client-id", "", "twitch.channel", "")));
        CleanSettings.clean(environment);
        return environment;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc123\n",
                "abc123\r\n",
                " abc123 ",
                "\tabc123",
                "\uFEFFabc123",
                "abc123\u200B",
                "\u00A0abc123\u00A0",
                "\"abc123\"",
                "'abc123'",
                "\"abc123\"\n"
            })
    void whatStandsAroundAnIdIsTakenOff(String value) {
        ConfigurableEnvironment environment = variables(Map.of("TWITCH_CLIENT_ID", value));

        assertThat(environment.getProperty("twitch.client-id")).isEqualTo("abc123");
        assertThat(Binder.get(environment)
                        .bind("twitch.client-id", String.class)
                        .get())
                .isEqualTo("abc123");
    }

    @ParameterizedTest
    @CsvSource({
        "twitch.access-token,oauth:t0ken",
        "twitch.access-token,OAuth t0ken",
        "twitch.refresh-token,Bearer  t0ken",
        "relay.admin-token,bearer t0ken",
        "sinks.telegram.bot-token,' t0ken'",
        "sinks.lights.token,Bearer t0ken",
        "relay.admin-token,'oauth:t0ken '",
        "twitch.channel,#t0ken",
        "twitch.channel,@t0ken",
        "twitch.channel,https://www.twitch.tv/t0ken/",
        "twitch.channel,twitch.tv/t0ken",
    })
    void whatPagesAndChatsWriteBeforeATokenOrANameIsTakenOff(String setting, String value) {
        assertThat(CleanSettings.clean(setting, value)).isEqualTo("t0ken");
    }

    @ParameterizedTest
    @CsvSource({
        "sse.history,' 1000\n',1000",
        "relay.data,' /var/lib/relay\n',/var/lib/relay",
        "server.ssl.certificate,'\"/etc/cert.pem\"',/etc/cert.pem",
        "sinks.mqtt.password,'secret\n',secret",
        "sinks.mqtt.password,'\"secret\"','\"secret\"'",
        "cluster.kubernetes.namespace,'live\n',live",
        "relay.allowed-hosts,'a.example\n, b.example ','a.example,b.example'",
    })
    void everySettingIsTrimmedWhateverItsKind(String setting, String value, String clean) {
        assertThat(CleanSettings.clean(setting, value)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({
        "twitch.api.url,https://api.twitch.tv/helix/,https://api.twitch.tv/helix",
        "twitch.api.url,https://api.twitch.tv//helix///,https://api.twitch.tv/helix",
        "twitch.auth.url,HTTPS://ID.Twitch.tv/oauth2,https://id.twitch.tv/oauth2",
        "twitch.auth.url,https://id.twitch.tv/oauth2?,https://id.twitch.tv/oauth2",
        "twitch.eventsub.url,WSS://eventsub.wss.twitch.tv/ws/,wss://eventsub.wss.twitch.tv/ws",
        "twitch.eventsub.subscriptions-url,'https://api.twitch.tv/helix/eventsub/subscriptions/ ',"
                + "https://api.twitch.tv/helix/eventsub/subscriptions",
        "sinks.discord.webhook-url,HTTPS://Discord.com//api/webhooks/1/AbC,https://discord.com/api/webhooks/1/AbC",
        "sinks.webhook.url,https://peer.example/hook/?a=B//c,https://peer.example/hook/?a=B//c",
        "sinks.webhook.url,https://proxy.example/https://peer.example/x,https://proxy.example/https://peer.example/x",
        "sinks.mqtt.broker-url,'TCP://Broker:1883 ',tcp://broker:1883",
        "relay.public-url,https://Relay.example.org/,https://relay.example.org",
        "cluster.nats.servers,'NATS://User:Pass@Host:4222/, nats://b:4222','nats://User:Pass@host:4222,nats://b:4222'",
        "sse.allowed-origins,https://Page.Example/,https://page.example",
        "sse.allowed-origins,*,*",
    })
    void addressesHaveOneForm(String setting, String value, String clean) {
        assertThat(CleanSettings.clean(setting, value)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({
        "twitch.client-id,'S3cr3t\nS3cr3t'",
        "twitch.access-token,S3cr3t S3cr3t",
        "twitch.client-secret,S3cr3tü",
        "twitch.refresh-token,S3cr3t\u200BS3cr3t",
        "relay.admin-token,'S3cr3t\r\nX: y'",
        "sinks.discord.webhook-url,'https://a.example/S3cr3t\nS3cr3t'",
        "sinks.lights.token,'S3cr3t\nS3cr3t'",
        "sinks.mqtt.topic,S3cr3t\u0001S3cr3t",
        "relay.data,'S3cr3t\nS3cr3t'",
        "cluster.nats.servers,'nats://S3cr3t\n@host:4222'",
    })
    void whatCannotBeInsideIsRefusedByTheNameOfTheSetting(String setting, String value) {
        assertThatThrownBy(() -> CleanSettings.clean(setting, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting)
                .hasMessageNotContaining("S3cr3t");
    }

    @Test
    void aVariableIsRefusedByTheNameThatTheSettingHas() {
        assertThatThrownBy(() -> variables(Map.of("TWITCH_CLIENT_ID", "a\nb")))
                .hasMessageStartingWith("twitch.client-id ");
    }

    @Test
    void aValueThatRefersToAVariableOfAnotherNameIsCleanedToo() {
        ConfigurableEnvironment environment =
                variables(Map.of("MY_TOKEN", "oauth:abc\n", "TWITCH_ACCESS_TOKEN", "${MY_TOKEN}"));

        assertThat(environment.getProperty("twitch.access-token")).isEqualTo("abc");
    }

    @Test
    void listsAreCleanedAlsoInYaml() {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "yaml", Map.of("relay.allowed-hosts[0]", "a.example ", "relay.allowed-hosts[1]", "b.example")));

        CleanSettings.clean(environment);

        assertThat(Binder.get(environment)
                        .bind("relay.allowed-hosts", Bindable.listOf(String.class))
                        .get())
                .isEqualTo(List.of("a.example", "b.example"));
    }

    @Test
    void aTextOfSomebodysOwnSinkKeepsItsLines() {
        assertThat(CleanSettings.clean("sinks.lights.greeting", "one\ntwo")).isEqualTo("one\ntwo");
    }

    @Test
    void variablesOfOtherProgramsAreLeftAlone() {
        assertThatCode(() -> assertThat(
                                variables(Map.of("SERVERLESS", " a\nb ")).getProperty("SERVERLESS"))
                        .isEqualTo(" a\nb "))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080\n", "\"8080\"", " 8080 ", "'8080'\r\n"})
    void aPortIsCleanAlreadyWhenItIsCheckedBeforeTheSettingsAre(String port) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("server.port", port)
                .withProperty("server.address", port.replace("8080", "127.0.0.1"));

        assertThat(ListenAddress.of(environment, "server").port()).isEqualTo(8080);
        assertThat(ListenAddress.of(environment, "server").host()).isEqualTo("127.0.0.1");
    }
}
