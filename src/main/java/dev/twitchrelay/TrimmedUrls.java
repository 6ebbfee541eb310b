package dev.twitchrelay;

import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Takes slashes off the end of Twitch's addresses, for Java and routes alike, because both append paths to them. */
final class TrimmedUrls implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final String[] URLS = {"twitch.api.url", "twitch.auth.url", "twitch.eventsub.subscriptions-url"};

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> trimmed = new HashMap<>();
        for (String name : URLS) {
            String url = environment.getProperty(name, "");
            if (url.endsWith("/")) {
                trimmed.put(name, url.replaceFirst("/+$", ""));
            }
        }
        if (!trimmed.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource("trimmed-urls", trimmed));
        }
    }

    /** After everybody else who brings settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
