package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

class SettingReferencesTest {
    private static void start(Map<String, Object> settings) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            new CleanSettings().initialize(context);
        }
    }

    @Test
    void aSecretThatLooksLikeAReferenceIsNamedAndNotShown() {
        assertThatThrownBy(() -> start(Map.of("twitch.client-secret", "S3cr3t${x}")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("twitch.client-secret")
                .hasMessageNotContaining("S3cr3t");
        assertThatCode(() -> start(Map.of("twitch.client-secret", "S3cr3t\\${x}")))
                .doesNotThrowAnyException();
    }

    @Test
    void theSettingWithTheWrongReferenceIsNamedAndNotOneThatRefersToIt() {
        assertThatThrownBy(() -> start(Map.of(
                        "twitch.eventsub.subscriptions-url", "${twitch.api.url}/subscriptions",
                        "twitch.api.url", "http://${x}")))
                .hasMessageStartingWith("twitch.api.url ");
    }

    @Test
    void settingsThatReferToEachOtherInACircleAreRefused() {
        assertThatThrownBy(() -> start(Map.of("relay.data", "${relay.routes}", "relay.routes", "${relay.data}")))
                .isInstanceOf(InvalidSettingException.class);
    }
}
