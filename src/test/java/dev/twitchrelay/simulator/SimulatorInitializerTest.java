package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SimulatorInitializerTest {
    private static SpringApplicationBuilder application(Class<?> configuration) {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                // without the relay's own application.yaml
                .properties(
                        "spring.config.name=none",
                        "twitch.auth.url=https://id.example.test",
                        "twitch.access-token=fromYaml");
    }

    private static int port(Environment environment) {
        return URI.create(environment.getRequiredProperty("twitch.api.url")).getPort();
    }

    @Test
    void demoProfilePointsTheSettingsAtTheSimulator() {
        try (ConfigurableApplicationContext context =
                application(Empty.class).profiles("demo").run()) {
            Environment environment = context.getEnvironment();

            assertThat(environment.getProperty("twitch.access-token")).startsWith("demoaccess");
            assertThat(environment.getProperty("twitch.channel")).isEqualTo("lanternbay");
            assertThat(environment.getProperty("twitch.eventsub.url")).matches("ws://127\\.0\\.0\\.1:\\d+/ws");
            assertThat(environment.getProperty("twitch.eventsub.subscriptions-url"))
                    .endsWith("/helix/eventsub/subscriptions");
            assertThat(environment.getProperty("twitch.api.url")).endsWith("/helix");
            assertThat(environment.getProperty("twitch.auth.url"))
                    .startsWith("http://127.0.0.1:")
                    .endsWith("/oauth2");
            assertThat(context.getBeansOfType(TwitchSimulator.class)).hasSize(1);
        }
    }

    @Test
    void environmentVariablesMoveAddressesButNeverTheIdentity() {
        Map<String, Object> variables = Map.of(
                "TWITCH_ACCESS_TOKEN", "real",
                "TWITCH_REFRESH_TOKEN", "real",
                "TWITCH_CLIENT_ID", "real",
                "TWITCH_CLIENT_SECRET", "real",
                "TWITCH_CHANNEL", "real",
                "TWITCH_API_URL", "http://mock.example.test");
        StandardEnvironment overridden = new StandardEnvironment();
        overridden
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        try (ConfigurableApplicationContext context = application(Empty.class)
                .environment(overridden)
                .profiles("demo")
                .run()) {
            Environment environment = context.getEnvironment();

            for (String name :
                    new String[] {"access-token", "refresh-token", "client-id", "client-secret", "channel"}) {
                assertThat(environment.getProperty("twitch." + name)).as(name).isNotEqualTo("real");
            }
            assertThat(environment.getProperty("twitch.api.url")).isEqualTo("http://mock.example.test");
        }
    }

    @Test
    void commandLineMovesAddresses() {
        try (ConfigurableApplicationContext context =
                application(Empty.class).profiles("demo").run("--twitch.auth.url=http://mine.example.test")) {
            assertThat(context.getEnvironment().getProperty("twitch.auth.url")).isEqualTo("http://mine.example.test");
        }
    }

    @Test
    void portIsASetting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String argument = "--simulator.port=" + taken.getLocalPort();

            assertThatThrownBy(() -> application(Empty.class).profiles("demo").run(argument))
                    .hasMessageContaining("simulator.port");
        }
    }

    @Test
    void otherProfilesStartNothing() {
        try (ConfigurableApplicationContext context = application(Empty.class).run()) {
            assertThat(context.getBeansOfType(TwitchSimulator.class)).isEmpty();
            assertThat(context.getEnvironment().getProperty("twitch.access-token"))
                    .isEqualTo("fromYaml");
        }
    }

    @Test
    void childContextSharesTheSimulatorOfItsParent() {
        try (ConfigurableApplicationContext parent =
                        application(Empty.class).profiles("demo").run();
                ConfigurableApplicationContext child =
                        application(Empty.class).parent(parent).profiles("demo").run()) {
            assertThat(port(child.getEnvironment())).isEqualTo(port(parent.getEnvironment()));
        }
    }

    @Test
    void simulatorEndsWithTheContext() {
        int port;
        try (ConfigurableApplicationContext context =
                application(Empty.class).profiles("demo").run()) {
            port = port(context.getEnvironment());
        }

        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void simulatorEndsWhenTheContextFailsToStart() {
        assertThatThrownBy(() -> application(Failing.class).profiles("demo").run())
                .hasStackTraceContaining("on purpose");

        assertThatThrownBy(() -> new Socket("127.0.0.1", Failing.port).close()).isInstanceOf(ConnectException.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {}

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        private static int port;

        @Bean
        String broken(Environment environment) {
            port = port(environment);
            throw new IllegalStateException("on purpose");
        }
    }
}
