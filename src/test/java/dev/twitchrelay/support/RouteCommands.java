package dev.twitchrelay.support;

import dev.twitchrelay.cli.RoutesCheckCommand;
import dev.twitchrelay.cli.RoutesTestCommand;
import dev.twitchrelay.cli.Settings;
import dev.twitchrelay.routes.RouteVocabulary;
import dev.twitchrelay.wiring.OfflineVocabulary;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The commands about routes, in a place where nothing but a test's settings is set. */
public final class RouteCommands {
    /** The settings that the shipped routes name without a default. */
    public static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("twitch.eventsub.url", "wss://example.org/ws"),
            Map.entry("twitch.api.url", "https://example.org/helix"),
            Map.entry("twitch.poll-interval", "60s"),
            Map.entry("sinks.telegram.chat-id", ""),
            Map.entry("sources.streamelements.channel", ""),
            Map.entry("sinks.webhook.format", "json"),
            Map.entry("sinks.mqtt.topic", "twitch"),
            Map.entry("sinks.mqtt.discovery", "none"),
            Map.entry("sinks.labels.folder", "labels"));

    private RouteCommands() {}

    public static RoutesCheckCommand check(Map<String, String> settings) {
        return new RoutesCheckCommand(new Settings(settings::get, () -> {}), () -> vocabulary(settings));
    }

    public static RoutesTestCommand test(Map<String, String> settings) {
        StandardEnvironment environment = environment(settings);
        return new RoutesTestCommand(
                new Settings(settings::get, () -> {}), own -> OfflineVocabulary.of(environment, own));
    }

    /** What routes may name, with nothing that connects behind it. */
    public static RouteVocabulary vocabulary(Map<String, String> settings) {
        return OfflineVocabulary.of(environment(settings), Map.of());
    }

    private static StandardEnvironment environment(Map<String, String> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", Map.copyOf(settings)));
        return environment;
    }
}
