package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.SampleEvents;
import java.util.Map;
import java.util.Random;

/**
 * Makes event objects as notifications contain them, with the fields of
 * https://dev.twitch.tv/docs/eventsub/eventsub-reference. It sends nothing and changes no number; {@link Channel} does
 * that. Thread-safe.
 */
public final class EventMaker {
    private final SimulatorLoop loop;
    private final SimulatorOptions options;
    private final TwitchClock clock;
    private final ChannelState state;
    private final Cast cast;
    private final Random random;

    EventMaker(
            SimulatorLoop loop,
            SimulatorOptions options,
            TwitchClock clock,
            ChannelState state,
            Cast cast,
            Random random) {
        this.loop = loop;
        this.options = options;
        this.clock = clock;
        this.state = state;
        this.cast = cast;
        this.random = random;
    }

    /** An invented viewer. */
    public Person anyone() {
        return loop.call(cast::anyone);
    }

    /** {@code channel.follow} version 2. */
    public ObjectNode follow(Person follower) {
        ObjectNode event = broadcaster(user(SimulatorJson.object(), follower));
        String now = loop.call(clock::timestamp);
        return event.put("followed_at", now);
    }

    /** {@code channel.subscribe}; the person is the recipient where {@code gift} is true. */
    public ObjectNode subscribe(Person subscriber, String tier, boolean gift) {
        return broadcaster(user(SimulatorJson.object(), subscriber))
                .put("tier", tier)
                .put("is_gift", gift);
    }

    /** {@code channel.subscription.end}. */
    public ObjectNode subscriptionEnd(Person subscriber, String tier, boolean gift) {
        return subscribe(subscriber, tier, gift);
    }

    /** {@code channel.subscription.gift}; a null gifter is anonymous, so the fields of the gifter are null. */
    public ObjectNode gift(Person gifter, int total, String tier) {
        ObjectNode event = broadcaster(user(SimulatorJson.object(), gifter))
                .put("total", total)
                .put("tier", tier);
        if (gifter == null) {
            event.putNull("cumulative_total");
        } else {
            int before = loop.call(() -> random.nextInt(40));
            event.put("cumulative_total", total + before);
        }
        return event.put("is_anonymous", gifter == null);
    }

    /** {@code channel.subscription.message}, a shared resubscription; months are 1 or more. */
    public ObjectNode resubscription(Person subscriber, String tier, int months, String message) {
        ObjectNode event = broadcaster(user(SimulatorJson.object(), subscriber)).put("tier", tier);
        event.putObject("message").put("text", message).putArray("emotes");
        event.put("cumulative_months", months);
        if (months % 2 == 0) {
            // in reality the viewer decides whether the streak is shown
            event.putNull("streak_months");
        } else {
            event.put("streak_months", Math.max(1, months / 2));
        }
        return event.put("duration_months", 1);
    }

    /** {@code channel.cheer}; a null person cheers anonymously. */
    public ObjectNode cheer(Person cheerer, int bits, String message) {
        ObjectNode event = SimulatorJson.object().put("is_anonymous", cheerer == null);
        return broadcaster(user(event, cheerer)).put("message", message).put("bits", bits);
    }

    /** {@code channel.raid} of another channel into this channel. */
    public ObjectNode raid(Person from, int viewers) {
        ObjectNode event = triplet(SimulatorJson.object(), "from_broadcaster_user_", from);
        return triplet(event, "to_broadcaster_user_", options.broadcaster).put("viewers", viewers);
    }

    /** {@code stream.online} with the id and start of the stream that Helix shows, or of the next one. */
    public ObjectNode online() {
        return loop.call(() -> {
            String id = state.live ? state.streamId : state.newStreamId();
            ObjectNode event = broadcaster(SimulatorJson.object().put("id", id)).put("type", "live");
            return event.put("started_at", TwitchClock.seconds(state.live ? state.startedAt : clock.now()));
        });
    }

    /** {@code stream.offline}, with the id of the stream that Helix shows or showed last. */
    public ObjectNode offline() {
        return loop.call(() -> broadcaster(
                state.streamId.isEmpty()
                        ? SimulatorJson.object()
                        : SimulatorJson.object().put("id", state.streamId)));
    }

    /**
     * A plausible event of any type. The main types are made by the methods above, other types from the samples in
     * {@code simulator/notifications}; without a sample the event has only a user and the broadcaster.
     */
    public ObjectNode any(String type) {
        return loop.call(() -> {
            Person someone = cast.anyone();
            return switch (type) {
                case "channel.follow" -> follow(someone);
                case "channel.subscribe" -> subscribe(someone, "1000", false);
                case "channel.subscription.end" -> subscriptionEnd(someone, "1000", false);
                case "channel.subscription.gift" -> gift(someone, 5, "1000");
                case "channel.subscription.message" -> resubscription(someone, "1000", 7, "Seven months already!");
                case "channel.cheer" -> cheer(someone, 100, "Cheer100 hello harbour");
                case "channel.raid" -> raid(someone, 42);
                case "stream.online" -> online();
                case "stream.offline" -> offline();
                default -> sample(type, someone);
            };
        });
    }

    private ObjectNode sample(String type, Person someone) {
        if (!type.matches("[a-z_.]{1,80}")) {
            return broadcaster(user(SimulatorJson.object(), someone));
        }
        return SampleEvents.of(
                        type,
                        Map.of(
                                "$broadcaster.id", options.broadcaster.id(),
                                "$broadcaster.login", options.broadcaster.login(),
                                "$broadcaster.name", options.broadcaster.name(),
                                "$user.id", someone.id(),
                                "$user.login", someone.login(),
                                "$user.name", someone.name(),
                                "$now", clock.timestamp(),
                                "$soon", TwitchClock.timestamp(clock.now().plusSeconds(300)),
                                "$uuid", EventSubMessages.newId()))
                .orElseGet(() -> broadcaster(user(SimulatorJson.object(), someone)));
    }

    private static ObjectNode user(ObjectNode event, Person user) {
        if (user == null) {
            return event.putNull("user_id").putNull("user_login").putNull("user_name");
        }
        return triplet(event, "user_", user);
    }

    private ObjectNode broadcaster(ObjectNode event) {
        return triplet(event, "broadcaster_user_", options.broadcaster);
    }

    private static ObjectNode triplet(ObjectNode event, String prefix, Person person) {
        return event.put(prefix + "id", person.id())
                .put(prefix + "login", person.login())
                .put(prefix + "name", person.name());
    }
}
