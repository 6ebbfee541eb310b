package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** Commands read settings from where the relay reads them. */
class CommandEnvironmentTest {
    @BeforeEach
    void set() {
        System.setProperty("spring.application.json", "{\"sinks\":{\"lamp\":{\"url\":\"https://lamp.example/x\"}}}");
    }

    @AfterEach
    void forget() {
        System.clearProperty("spring.application.json");
    }

    @Test
    void settingsInJsonAndRandomOnesAreThereForCommandsToo() {
        Environment settings = CommandEnvironment.of(new String[] {"--sse.history=7"});

        assertThat(settings.getProperty("sinks.lamp.url")).isEqualTo("https://lamp.example/x");
        assertThat(settings.getProperty("random.int")).matches("-?\\d+");
        assertThat(settings.getProperty("sse.history")).isEqualTo("7");
        assertThat(settings.getProperty("camel.main.name")).isEqualTo("twitch-relay");
    }
}
