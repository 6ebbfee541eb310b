package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The actions in the broadcaster's channel. Each action sends its notifications <em>and</em> changes the numbers of
 * Helix; these change later, after {@link ProtocolTime#COUNTERS_LAG} or a similar time. The setters change only Helix.
 * Thread-safe; notification methods return the message id.
 */
public final class Channel {
    private static final String TIER_1 = "1000";

    private final SimulatorLoop loop;
    private final Times times;
    private final TwitchClock clock;
    private final ChannelState state;
    private final EventMaker events;
    private final Deliveries deliveries;
    private final Random random;

    Channel(
            SimulatorLoop loop,
            Times times,
            TwitchClock clock,
            ChannelState state,
            EventMaker events,
            Deliveries deliveries,
            Random random) {
        this.loop = loop;
        this.times = times;
        this.clock = clock;
        this.state = state;
        this.events = events;
        this.deliveries = deliveries;
        this.random = random;
    }

    /** An invented viewer follows. */
    public String follow() {
        return follow(events.anyone());
    }

    /** A given person follows. */
    public String follow(Person follower) {
        return loop.call(() -> {
            Instant now = clock.now();
            afterLag(() -> state.add(new ChannelState.Follower(follower, now)));
            return deliveries.notify("channel.follow", events.follow(follower));
        });
    }

    /** An invented viewer subscribes with tier 1. */
    public String subscribe() {
        return subscribe(events.anyone(), TIER_1);
    }

    /** A given person subscribes; the tier is 1000, 2000 or 3000. */
    public String subscribe(Person subscriber, String tier) {
        return loop.call(() -> subscribed(subscriber, tier, null, false));
    }

    private String subscribed(Person subscriber, String tier, Person gifter, boolean gift) {
        afterLag(() -> state.add(new ChannelState.Subscriber(subscriber, tier, gifter, gift)));
        return deliveries.notify("channel.subscribe", events.subscribe(subscriber, tier, gift));
    }

    /** A subscription ends: {@code channel.subscription.end}. */
    public String unsubscribe(Person subscriber) {
        return loop.call(() -> {
            afterLag(() -> state.remove(subscriber));
            return deliveries.notify("channel.subscription.end", events.subscriptionEnd(subscriber, TIER_1, false));
        });
    }

    /** A viewer shares a resubscription in chat; it does not change the number of subscribers. */
    public String resubscribe(Person subscriber, int months, String message) {
        return loop.call(() -> deliveries.notify(
                "channel.subscription.message", events.resubscription(subscriber, TIER_1, months, message)));
    }

    /**
     * Gifts subscriptions: one {@code channel.subscription.gift} and {@code total} times {@code channel.subscribe}, in
     * any order, as Twitch does (twitchdev/issues#450). A null gifter is anonymous.
     *
     * @return the message ids in the order of sending
     */
    public List<String> giftBomb(Person gifter, int total, String tier) {
        return loop.call(() -> {
            List<Person> recipients = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                recipients.add(events.anyone());
            }
            int giftAt = random.nextInt(total + 1);
            List<String> ids = new ArrayList<>();
            Collections.shuffle(recipients, random);
            for (int i = 0; i <= total; i++) {
                if (i == giftAt) {
                    ids.add(deliveries.notify("channel.subscription.gift", events.gift(gifter, total, tier)));
                }
                if (i < total) {
                    ids.add(subscribed(recipients.get(i), tier, gifter, true));
                }
            }
            return ids;
        });
    }

    /** A viewer cheers with bits in chat; a null person cheers anonymously. */
    public String cheer(Person cheerer, int bits, String message) {
        return loop.call(() -> deliveries.notify("channel.cheer", events.cheer(cheerer, bits, message)));
    }

    /** Another channel raids this channel; its viewers stay. */
    public String raid(Person from, int viewers) {
        return loop.call(() -> {
            state.viewers += state.live ? viewers : 0;
            return deliveries.notify("channel.raid", events.raid(from, viewers));
        });
    }

    /** The stream starts, in Helix earlier or later than in the event: {@link ProtocolTime#STREAM_ONLINE_LAG}. */
    public void goOnline() {
        loop.run(() -> {
            String stream = state.newStreamId();
            Instant now = clock.now();
            ObjectNode event = events.online();
            event.put("id", stream).put("started_at", TwitchClock.seconds(now));
            apart(
                    times.get(ProtocolTime.STREAM_ONLINE_LAG),
                    () -> deliveries.notify("stream.online", event),
                    () -> state.show(stream, now));
        });
    }

    /** The stream ends, in Helix earlier or later than in the event: {@link ProtocolTime#STREAM_OFFLINE_LAG}. */
    public void goOffline() {
        loop.run(() -> {
            String stream = state.streamId;
            ObjectNode event = events.offline();
            apart(
                    times.get(ProtocolTime.STREAM_OFFLINE_LAG),
                    () -> deliveries.notify("stream.offline", event),
                    () -> state.live &= !state.streamId.equals(stream));
        });
    }

    private void apart(Duration helixBehindEvent, Runnable event, Runnable helix) {
        if (helixBehindEvent.isNegative()) {
            helix.run();
            loop.after(helixBehindEvent.negated(), event);
        } else {
            event.run();
            lagging(helixBehindEvent, helix);
        }
    }

    private void afterLag(Runnable change) {
        lagging(times.get(ProtocolTime.COUNTERS_LAG), change);
    }

    private void lagging(Duration lag, Runnable change) {
        if (lag.isZero()) {
            change.run();
        } else {
            loop.after(lag, change);
        }
    }

    /** Makes {@code /streams} show a stream or no stream, without an event. */
    public void live(boolean live) {
        loop.run(() -> {
            if (live) {
                state.show(state.newStreamId(), clock.now());
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
            return deliveries.notify(
                    "channel.update", events.any("channel.update").put("title", title));
        });
    }
}
