package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Sessions, their merge and Twitch on a clock of the test's own. What happens is planned first, and then {@link #run()}. */
final class MergedSessions {
    private static final String TYPE = "channel.cheer";
    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");

    final List<String> published = new ArrayList<>();
    int givenUp;
    /** How many contents were digested. */
    int digests;

    private long now;
    final SessionMerge.Counters counters = new SessionMerge.Counters();
    final SessionMerge merge =
            new SessionMerge(() -> now * 1_000_000, counters, (message, twin) -> publish(message), () -> givenUp++);

    private long planned;
    private final PriorityQueue<Step> plan =
            new PriorityQueue<>(Comparator.comparingLong(Step::time).thenComparingLong(Step::number));

    private record Step(long time, long number, Runnable work) {}

    /** One session: its subscriptions begin with it. */
    final class Session {
        private final SessionMerge.Member member;
        private long since;
        private boolean isCreatedLongAgo;

        private Session(Set<String> without) {
            member = merge.member(type -> !without.contains(type));
        }

        Session from(long time) {
            at(time, () -> {
                since = time;
                member.began(time(time));
            });
            return this;
        }

        /** Its subscriptions do not have the time of its welcome. */
        Session createdLongAgo() {
            isCreatedLongAgo = true;
            return this;
        }

        Session until(long time) {
            at(time, member::ended);
            return this;
        }

        Session keptAlive(long from, long to) {
            for (long time = from; time < to; time += 10_000) {
                at(time, member::heard);
            }
            return this;
        }

        /** A copy of what happened at this time arrives later. */
        Session gets(String content, long happened, long arrives) {
            return gets(TYPE, event(content), happened, arrives);
        }

        /** As {@link #gets}, of another type. */
        Session getsRaid(String content, long happened, long arrives) {
            return gets("channel.raid", event(content), happened, arrives);
        }

        /** As {@link #gets}, with an event object as Twitch wrote it. */
        Session getsJson(String event, long happened, long arrives) {
            try {
                return gets(TYPE, JsonMappers.EVENT.readTree(event), happened, arrives);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        private Session gets(String type, JsonNode event, long happened, long arrives) {
            at(
                    arrives,
                    () -> member.received(notification(type, event, happened, isCreatedLongAgo ? -1_000_000 : since)));
            return this;
        }
    }

    /** Has an event of an earlier run, or of another relay. */
    void publishedBefore(String content, long happened) {
        merge.published(PublishedEvent.of(TYPE, event(content), time(happened)));
    }

    Session session(String... withoutTypes) {
        return new Session(Set.of(withoutTypes));
    }

    void at(long time, Runnable work) {
        plan.add(new Step(time, planned++, work));
    }

    /** @return what was published, in this order */
    List<String> run() {
        long end = plan.stream().mapToLong(Step::time).max().orElse(0) + 20_000;
        for (long second = 0; second <= end; second += 1_000) {
            at(second, merge::look);
        }
        while (!plan.isEmpty()) {
            Step step = plan.remove();
            now = step.time;
            step.work.run();
        }
        return published;
    }

    private void publish(EventSubMessage message) {
        published.add(message.json().path("payload").path("event").path("text").asText());
    }

    private JsonNode event(String content) {
        return new CountedEvent().put("text", content);
    }

    /** An event object that counts how often it is written as JSON. */
    private final class CountedEvent extends ObjectNode {
        private static final long serialVersionUID = 1;

        CountedEvent() {
            super(JsonNodeFactory.instance);
        }

        @Override
        public void serialize(JsonGenerator to, SerializerProvider provider) throws IOException {
            digests++;
            super.serialize(to, provider);
        }
    }

    private static Notification notification(String type, JsonNode event, long happened, long subscribed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("metadata").put("message_timestamp", time(happened));
        ObjectNode payload = json.putObject("payload");
        payload.putObject("subscription").put("created_at", time(subscribed));
        payload.set("event", event);
        return new Notification(json, "an id", type);
    }

    private static String time(long millis) {
        return BEGIN.plus(Duration.ofMillis(millis)).toString();
    }
}
