package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Hours of a relay, of Twitch and of the network between them, with faults at random moments, against a list of the events that
 * reached the relay. One seed gives the same hours.
 */
final class SessionWorld {
    private static final List<String> TYPES = List.of(
            "channel.raid,channel.cheer",
            "channel.raid,channel.cheer,stream.online",
            "channel.cheer,channel.raid,stream.offline");
    private static final int JOURNAL = 200;
    private static final Duration HEALED = Duration.ofMinutes(30);

    private final ManualLoop loop = new ManualLoop();
    private final Random random;
    private final VirtualTwitch twitch;
    private final int sessions;
    /** Copies are not late, and no socket stands still. Then the order is strict. */
    private final boolean isOrderly;

    private final Map<String, Runnable> faults = new TreeMap<>();
    private final Map<String, Integer> played = new TreeMap<>();
    private final Deque<Notification> journal = new ArrayDeque<>();
    private final BitSet arrived = new BitSet();
    private final BitSet published = new BitSet();
    private final Map<String, Integer> latest = new HashMap<>();
    private final Map<String, Integer> equal = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    private VirtualRelay relay;
    private String types = TYPES.get(0);
    private boolean isDown;
    private boolean isCalm;
    private int happened;
    private long trace;

    /**
     * The end of a world.
     *
     * @param trace a digest of everything that happened, with its times
     * @param published the number of events that were published
     * @param faults how often each fault came
     * @param wrong what must not be, for people
     */
    record Result(long trace, int published, Map<String, Integer> faults, List<String> wrong) {}

    SessionWorld(long seed) {
        random = new Random(seed);
        twitch = new VirtualTwitch(loop, random, number -> {
            if (number >= 0) {
                arrived.set(number);
            }
        });
        sessions = 1 + random.nextInt(SessionGroup.MOST_SESSIONS);
        isOrderly = random.nextBoolean();
        twitch.late = isOrderly ? Duration.ZERO : Duration.ofSeconds(5);
        faults.put("reset", () -> one(VirtualTwitch.Session::reset));
        faults.put("close", () -> one(session -> session.close(4000 + random.nextInt(8))));
        faults.put("silence", () -> one(VirtualTwitch.Session::freeze));
        faults.put("move", () -> one(VirtualTwitch.Session::move));
        faults.put("all reset", () -> twitch.sessions().forEach(VirtualTwitch.Session::reset));
        faults.put("all silent", () -> twitch.sessions().forEach(VirtualTwitch.Session::freeze));
        faults.put("no connections", () -> {
            twitch.isClosed = true;
            loop.schedule(seconds(5, 300), () -> twitch.isClosed = false);
        });
        faults.put("no subscriptions", () -> {
            twitch.isApiAway = true;
            loop.schedule(seconds(5, 300), () -> twitch.isApiAway = false);
        });
        faults.put("another program", () -> {
            twitch.foreignConnections = 1 + random.nextInt(2);
            loop.schedule(seconds(30, 1_800), () -> twitch.foreignConnections = 0);
        });
        faults.put("edit", () -> {
            types = TYPES.get(random.nextInt(TYPES.size()));
            relay.use(types, sessions);
        });
        faults.put("restart", () -> {
            if (!isDown) {
                relay.stop();
                startAgain();
            }
        });
        faults.put("kill", () -> {
            if (!isDown) {
                relay.kill();
                // nobody has seen what waited for the leading session
                arrived.and(published);
                startAgain();
            }
        });
        if (!isOrderly) {
            faults.put("stall", () -> one(session -> session.stall(seconds(1, 11))));
        }
    }

    Result run(Duration time) {
        start();
        event();
        fault();
        loop.advance(time);
        isCalm = true;
        twitch.isClosed = false;
        twitch.isApiAway = false;
        twitch.foreignConnections = 0;
        loop.advance(HEALED);
        for (int i = 0; i < 5; i++) {
            happens("channel.raid");
            loop.advance(Duration.ofSeconds(10));
        }
        judge();
        return new Result(trace, published.cardinality(), played, wrong);
    }

    private void judge() {
        BitSet lost = (BitSet) arrived.clone();
        lost.andNot(published);
        if (!lost.isEmpty()) {
            wrong.add("not published: " + lost);
        }
        equal.forEach((content, left) -> {
            if (left < 0) {
                wrong.add("published more often than it happened: " + content);
            }
        });
        List<VirtualTwitch.Session> living = twitch.sessions();
        if (living.size() != sessions) {
            wrong.add(living.size() + " sessions instead of " + sessions + ": " + relay.statuses());
        }
        living.forEach(session -> {
            if (!session.types().containsAll(List.of(types.split(",")))) {
                wrong.add("subscribed to " + session.types() + " instead of " + types);
            }
        });
    }

    private void start() {
        isDown = false;
        relay = new VirtualRelay(loop, random, twitch, List.copyOf(journal), this::received).use(types, sessions);
    }

    private void startAgain() {
        isDown = true;
        loop.schedule(random.nextBoolean() ? Duration.ofMillis(100) : seconds(1, 30), this::start);
    }

    private void one(Consumer<VirtualTwitch.Session> fault) {
        List<VirtualTwitch.Session> living = twitch.sessions();
        if (!living.isEmpty()) {
            fault.accept(living.get(random.nextInt(living.size())));
        }
    }

    private Duration seconds(int from, int to) {
        return Duration.ofMillis(1_000L * from + random.nextInt(1_000 * (to - from)));
    }

    private void event() {
        loop.schedule(random.nextBoolean() ? Duration.ofMillis(5 + random.nextInt(200)) : seconds(1, 60), () -> {
            if (!isCalm) {
                String[] all = types.split(",");
                happens(all[random.nextInt(all.length)]);
                event();
            }
        });
    }

    private void happens(String type) {
        if (type.equals("channel.cheer") && random.nextInt(4) == 0) {
            String content = "cheer of " + random.nextInt(2);
            equal.merge(content, 1, Integer::sum);
            twitch.happens(-1, type, "{\"text\":\"" + content + "\"}");
        } else {
            twitch.happens(happened, type, "{\"n\":" + happened + "}");
            happened++;
        }
    }

    private void fault() {
        loop.schedule(seconds(2, 400), () -> {
            if (!isCalm) {
                List<String> names = List.copyOf(faults.keySet());
                String name = names.get(random.nextInt(names.size()));
                played.merge(name, 1, Integer::sum);
                note(name);
                faults.get(name).run();
                fault();
            }
        });
    }

    private void received(EventSubMessage message) {
        note(message.type() + VirtualRelay.event(message));
        if (!(message instanceof Notification notification)) {
            return;
        }
        journal.addLast(notification);
        if (journal.size() > JOURNAL) {
            journal.removeFirst();
        }
        if (!VirtualRelay.event(message).has("n")) {
            equal.merge(VirtualRelay.event(message).path("text").asText(), -1, Integer::sum);
            return;
        }
        int number = VirtualRelay.event(message).path("n").asInt();
        if (published.get(number)) {
            wrong.add("published twice: " + number);
        }
        published.set(number);
        int before = latest.merge(notification.subscriptionType(), number, Math::max);
        if (isOrderly && before > number) {
            wrong.add(number + " after " + before);
        }
    }

    private void note(String what) {
        trace = (trace * 31 + loop.nanoTime()) * 31 + what.hashCode();
    }
}
