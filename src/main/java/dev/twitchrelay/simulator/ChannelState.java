package dev.twitchrelay.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The state of the broadcaster's channel as Helix shows it. Loop-confined. */
final class ChannelState {
    static final String CATEGORY_ID = "509658";
    static final String CATEGORY_NAME = "Just Chatting";
    static final String LANGUAGE = "en";
    private static final int REMEMBERED = 500;
    private static final Instant NEWEST_INVENTED_FOLLOW = Instant.parse("2026-01-01T12:00:00Z");

    private final List<Follower> latestFollowers = new ArrayList<>();
    private final List<Subscriber> latestSubscribers = new ArrayList<>();
    private long nextStreamId = 460_000_001L;
    boolean live;
    /** The id of the stream; while the channel is offline, of the latest stream. */
    String streamId = newStreamId();

    Instant startedAt = Instant.EPOCH;
    int viewers;
    int followers = 1234;
    int subscribers = 57;
    String title = "Evening harbour walk";

    String newStreamId() {
        return String.valueOf(nextStreamId++);
    }

    void show(String stream, Instant since) {
        live = true;
        streamId = stream;
        startedAt = since;
    }

    void add(Follower follower) {
        followers++;
        remember(latestFollowers, follower);
    }

    void add(Subscriber subscriber) {
        subscribers++;
        remember(latestSubscribers, subscriber);
    }

    private static <T> void remember(List<T> latest, T newest) {
        latest.add(0, newest);
        keep(latest, REMEMBERED);
    }

    private static void keep(List<?> latest, int most) {
        if (latest.size() > most) {
            latest.subList(most, latest.size()).clear();
        }
    }

    void remove(Person subscriber) {
        subscribers = Math.max(0, subscribers - 1);
        latestSubscribers.removeIf(known -> known.person.equals(subscriber));
    }

    void subscribers(int number) {
        subscribers = number;
        keep(latestSubscribers, number);
    }

    /** The points of all subscribers. Unknown subscribers have tier 1. */
    int points() {
        int unknown = subscribers - latestSubscribers.size();
        return unknown
                + latestSubscribers.stream()
                        .mapToInt(known -> points(known.tier))
                        .sum();
    }

    /** Tier 1 counts one point, tier 2 two, tier 3 six. */
    private static int points(String tier) {
        return switch (tier) {
            case "3000" -> 6;
            case "2000" -> 2;
            default -> 1;
        };
    }

    /** A part of the followers, newest first. Followers from before the start are invented. */
    List<Follower> followers(int from, int to) {
        return part(
                latestFollowers,
                from,
                Math.min(to, followers),
                i -> new Follower(stranger(i), NEWEST_INVENTED_FOLLOW.minus(Duration.ofDays(i))));
    }

    /** A part of the subscribers, newest first. Subscribers from before the start are invented. */
    List<Subscriber> subscribers(int from, int to) {
        return part(
                latestSubscribers,
                from,
                Math.min(to, subscribers),
                i -> new Subscriber(stranger(i), "1000", null, false));
    }

    private static <T> List<T> part(List<T> latest, int from, int to, IntFunction<T> invented) {
        return IntStream.range(from, to)
                .mapToObj(i -> i < latest.size() ? latest.get(i) : invented.apply(i))
                .toList();
    }

    /** An invented person who only fills lists; the same number gives the same person. */
    private static Person stranger(int number) {
        return Person.of(String.valueOf(900_000 + number), "Viewer_" + number);
    }

    record Follower(Person person, Instant since) {}

    /** A subscriber; the gifter is null for an own subscription and for an anonymous gift. */
    record Subscriber(Person person, String tier, Person gifter, boolean gift) {}
}
