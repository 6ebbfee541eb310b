package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The actions in the broadcaster's channel. Each action sends its notifications <em>and</em> changes the numbers of
 * Helix; these change later, after {@link ProtocolTime#COUNTERS_LAG} or a similar time. The setters change only Helix.
 * Events are made from the samples in {@code simulator/notifications}. Public methods are thread-safe; notification
 * methods return the message id.
 */
public final class Channel {
    /** The invented viewers. */
    static final List<Person> CAST = List.of(JsonMappers.resource("/simulator/cast.json", Person[].class));

    private static final String TIER_1 = "1000";

    private final SimulatorLoop loop;
    private final Person broadcaster;
    private final ChannelState state;
    private final EventSubServer server;
    private final Random random;

    Channel(SimulatorLoop loop, Person broadcaster, ChannelState state, EventSubServer server, Random random) {
        this.loop = loop;
        this.broadcaster = broadcaster;
        this.state = state;
        this.server = server;
        this.random = random;
    }

    /** An invented viewer. */
    Person anyone() {
        return loop.call(() -> CAST.get(random.nextInt(CAST.size())));
    }

    /** An invented viewer follows. */
    public String follow() {
        return follow(anyone());
    }

    /** A given person follows. */
    public String follow(Person follower) {
        return loop.call(() -> {
            Instant now = loop.now();
            afterLag(() -> state.add(new ChannelState.Follower(follower, now)));
            return server.notify("channel.follow", event("channel.follow", follower));
        });
    }

    /** An invented viewer subscribes with tier 1. */
    public String subscribe() {
        return subscribe(anyone(), TIER_1);
    }

    /** A given person subscribes; the tier is 1000, 2000 or 3000. */
    public String subscribe(Person subscriber, String tier) {
        return loop.call(() -> subscribed(subscriber, tier, null, false));
    }

    private String subscribed(Person subscriber, String tier, Person gifter, boolean gift) {
        afterLag(() -> state.add(new ChannelState.Subscriber(subscriber, tier, gifter, gift)));
        return server.notify(
                "channel.subscribe",
                event("channel.subscribe", subscriber).put("tier", tier).put("is_gift", gift));
    }

    /** A subscription ends: {@code channel.subscription.end}. */
    public String unsubscribe(Person subscriber) {
        return loop.call(() -> {
            afterLag(() -> state.remove(subscriber));
            return server.notify("channel.subscription.end", event("channel.subscription.end", subscriber));
        });
    }

    /** A viewer shares a resubscription in chat; it does not change the number of subscribers. */
    public String resubscribe(Person subscriber, int months, String message) {
        return loop.call(() -> {
            ObjectNode event = event("channel.subscription.message", subscriber);
            event.withObject("/message").put("text", message);
            // in reality the viewer decides whether the streak is shown
            Integer streak = months % 2 == 0 ? null : Integer.valueOf(Math.max(1, months / 2));
            event.put("cumulative_months", months).put("streak_months", streak);
            return server.notify("channel.subscription.message", event);
        });
    }

    /**
     * Gifts subscriptions: one {@code channel.subscription.gift} and {@code total} times {@code channel.subscribe}, in
     * any order, as Twitch does (twitchdev/issues#450). A null gifter is anonymous.
     *
     * @return the message ids in the order of sending
     */
    public List<String> giftBomb(Person gifter, int total, String tier) {
        return loop.call(() -> {
            int giftAt = random.nextInt(total + 1);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i <= total; i++) {
                if (i == giftAt) {
                    Integer ever = gifter == null ? null : Integer.valueOf(total + random.nextInt(40));
                    ObjectNode gift = event("channel.subscription.gift", gifter)
                            .put("total", total)
                            .put("tier", tier)
                            .put("cumulative_total", ever)
                            .put("is_anonymous", gifter == null);
                    ids.add(server.notify("channel.subscription.gift", gift));
                }
                if (i < total) {
                    ids.add(subscribed(anyone(), tier, gifter, true));
                }
            }
            return ids;
        });
    }

    /** A viewer cheers with bits in chat; a null person cheers anonymously. */
    public String cheer(Person cheerer, int bits, String message) {
        return loop.call(() -> server.notify(
                "channel.cheer",
                event("channel.cheer", cheerer)
                        .put("is_anonymous", cheerer == null)
                        .put("message", message)
                        .put("bits", bits)));
    }

    /** Another channel raids this channel, and the raiding viewers stay. */
    public String raid(Person from, int size) {
        return loop.call(() -> {
            state.viewers += state.live ? size : 0;
            return server.notify("channel.raid", event("channel.raid", from).put("viewers", size));
        });
    }

    /** The stream starts, in Helix earlier or later than in the event: {@link ProtocolTime#STREAM_ONLINE_LAG}. */
    public void goOnline() {
        loop.run(() -> {
            String stream = state.newStreamId();
            Instant now = loop.now();
            ObjectNode event =
                    event("stream.online", null).put("id", stream).put("started_at", SimulatorJson.seconds(now));
            apart(
                    ProtocolTime.STREAM_ONLINE_LAG,
                    () -> server.notify("stream.online", event),
                    () -> state.show(stream, now));
        });
    }

    /** The stream ends, in Helix earlier or later than in the event: {@link ProtocolTime#STREAM_OFFLINE_LAG}. */
    public void goOffline() {
        loop.run(() -> {
            String stream = state.streamId;
            ObjectNode event = event("stream.offline", null).put("id", stream);
            apart(
                    ProtocolTime.STREAM_OFFLINE_LAG,
                    () -> server.notify("stream.offline", event),
                    () -> state.live &= !state.streamId.equals(stream));
        });
    }

    private void apart(ProtocolTime helixBehindEvent, Runnable event, Runnable helix) {
        Duration lag = loop.duration(helixBehindEvent);
        if (lag.isNegative()) {
            helix.run();
            loop.after(lag.negated(), event);
        } else {
            event.run();
            loop.atOnceOrAfter(lag, helix);
        }
    }

    private void afterLag(Runnable change) {
        loop.atOnceOrAfter(loop.duration(ProtocolTime.COUNTERS_LAG), change);
    }

    /** Makes {@code /streams} show a stream or no stream, without an event. */
    public void live(boolean live) {
        loop.run(() -> {
            if (live) {
                state.show(state.newStreamId(), loop.now());
            } else {
                state.live = false;
            }
        });
    }

    /** Sets {@code viewer_count}. */
    public void viewers(int number) {
        loop.run(() -> state.viewers = number);
    }

    /** Sets the total of {@code /channels/followers}. */
    public void followers(int number) {
        loop.run(() -> state.followers = number);
    }

    /** Sets the total of {@code /subscriptions}. */
    public void subs(int number) {
        loop.run(() -> state.subscribers(number));
    }

    /** Sets the title that {@code /streams} and {@code /channels} show; sends {@code channel.update}. */
    public String title(String title) {
        return loop.call(() -> {
            state.title = title;
            return server.notify("channel.update", event("channel.update", null).put("title", title));
        });
    }

    /**
     * A plausible event of any type, as notifications contain it. Without a sample it has only the user and the
     * broadcaster.
     *
     * @param user the person who acts; null when nobody acts or an anonymous person acts
     */
    ObjectNode event(String type, Person user) {
        Person someone = user == null ? broadcaster : user;
        Map<String, String> values = Map.of(
                "$broadcaster.id", broadcaster.id(),
                "$broadcaster.login", broadcaster.login(),
                "$broadcaster.name", broadcaster.name(),
                "$user.id", someone.id(),
                "$user.login", someone.login(),
                "$user.name", someone.name(),
                "$now", SimulatorJson.timestamp(loop.now()),
                "$soon", SimulatorJson.timestamp(loop.now().plusSeconds(300)),
                "$uuid", UUID.randomUUID().toString());
        ObjectNode event = SampleEvents.of(type, values)
                .orElseGet(() -> broadcaster.into(someone.into(SimulatorJson.object(), "user_"), "broadcaster_user_"));
        if (user == null && event.has("user_id")) {
            event.putNull("user_id").putNull("user_login").putNull("user_name");
        }
        return event;
    }
}
