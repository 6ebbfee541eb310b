package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twitchrelay.auth.HelixHttpClientConfigurer;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.http.TestEvents;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.outbox.OutboxComponent;
import dev.twitchrelay.outbox.SinkHttpConfigurer;
import dev.twitchrelay.outbox.WebhookSignature;
import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.routes.GatedDirectComponent;
import dev.twitchrelay.sse.SseComponent;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseHubs;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.stats.ChannelStats;
import dev.twitchrelay.stats.HelixDelays;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;

/** What routes may name in the relay, for commands that build routes without it. Nothing here listens or connects. */
final class RouteBeans {
    private RouteBeans() {}

    static Registry offline() {
        Clock clock = Clock.systemUTC();
        SseHubs hubs = new SseHubs(List.of(new SseHub("twitch", SseSettings.defaults())));
        Registry beans = new DefaultRegistry();
        beans.bindAsPrototype("direct", GatedDirectComponent.class, GatedDirectComponent::new);
        beans.bindAsPrototype("sse", SseComponent.class, () -> new SseComponent(hubs));
        beans.bindAsPrototype(
                "twitch-eventsub",
                EventSubComponent.class,
                () -> new EventSubComponent(null, null, new EventSubSessions(), "", address -> null));
        beans.bindAsPrototype("outbox", OutboxComponent.class, () -> new OutboxComponent(null));
        beans.bind(
                "sinks",
                new SinkHttpConfigurer(
                        null, setting -> null, new CallTimeLimit(Duration.ofSeconds(30)), Proxies.NONE.planner()));
        beans.bind("webhookSignature", new WebhookSignature(setting -> "", clock));
        beans.bind("helix", new HelixHttpClientConfigurer(null, null, URI.create("https://api.twitch.tv/helix")));
        beans.bind("objectMapper", new ObjectMapper());
        beans.bind("useOriginal", new UseOriginalAggregationStrategy(false));
        beans.bind("channelStats", knownTotals(clock));
        beans.bind("follows", new NoFollows());
        beans.bind("moments", new NoMoments());
        beans.bind("testEvents", testEvents());
        beans.bind("accounts", new KnownAccount());
        return beans;
    }

    /** An event moves totals only once they are known. */
    private static ChannelStats knownTotals(Clock clock) {
        ChannelStats stats = new ChannelStats(clock, HelixDelays.OBSERVED);
        stats.restored(JsonNodeFactory.instance.objectNode().put("live", false));
        return stats;
    }

    static TestEvents testEvents() {
        return new TestEvents(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC), Map::of);
    }

    /** Stands in for the relay's ledger of follows: all that are told are new, and all that are listed are missing. */
    public static final class NoFollows {
        /** Nobody has followed before. */
        public boolean isNew(JsonNode notification) {
            return true;
        }

        /** The whole list, oldest first. */
        public List<JsonNode> missing(String channel, JsonNode answer) {
            List<JsonNode> rows = new ArrayList<>();
            answer.path("data").forEach(row -> rows.add(0, row));
            return rows;
        }

        /** Nothing to remember. */
        public void settled() {}

        /** Nothing to remember. */
        public void sessionBegins(String time) {}
    }

    /** Stands in for the relay's memory of moments: all are new. */
    public static final class NoMoments {
        /** Nothing has been told before. */
        public boolean isNew(String type, JsonNode notification) {
            return true;
        }
    }

    /** Stands in for the relay's accounts. */
    public static final class KnownAccount {
        /** A broadcaster's id. */
        public String broadcasterId() {
            return "700100";
        }

        /** A broadcaster's login name. */
        public String broadcasterLogin() {
            return "lanternbay";
        }

        /** The same user. */
        public String userId() {
            return broadcasterId();
        }
    }
}
