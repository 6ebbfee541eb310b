package dev.twitchrelay.wiring;

import dev.twitchrelay.alerts.AlertControl;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Wires the control of alerts, and its event {@code alerts} in the event stream. In a cluster it is missing, because the
 * relays share messages only, and each would have a control of its own.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!cluster")
class AlertConfiguration {
    @Bean
    AlertControl alertControl(RelayProperties relay, Storage storage, Clock clock, SseHub hub) {
        return new AlertControl(
                relay.data(), storage, clock, new PublishedEvents(hub), json -> hub.announce("alerts", json));
    }

    private record PublishedEvents(SseHub hub) implements AlertControl.Events {
        @Override
        public String newestId() {
            return hub.headId();
        }

        @Override
        public Optional<String> message(String id) {
            return hub.event(message -> message.id().equals(id)).map(SseMessage::json);
        }
    }
}
