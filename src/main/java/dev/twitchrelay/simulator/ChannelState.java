package dev.twitchrelay.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The state of the broadcaster's channel as Helix shows it. Loop-confined. */
final class ChannelState {
    private static final int REMEMBERED = 500;

    private final Deque<Follower> latestFollowers = new ArrayDeque<>();
    private final Deque<Subscriber> latestSubscribers = new ArrayDeque<>();
    private int points;
    private long nextStreamId = 460_000_001L;
    boolean live;
    String streamId = "";
    Instant startedAt = Instant.EPOCH;
    int viewers;
    int followers = 1234;
    int subscribers;
    String title = "Evening harbour walk";
    String categoryId = "509658";
    String categoryName = "Just Chatting";
    String language = "en";

    ChannelState() {
        subscribers(57);
    }

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
        latestFollowers.addFirst(follower);
        if (latestFollowers.size() > REMEMBERED) {
            latestFollowers.removeLast();
        }
    }

    void add(Subscriber subscriber) {
        subscribers++;
        points += points(subscriber.tier);
        latestSubscribers.addFirst(subscriber);
        if (latestSubscribers.size() > REMEMBERED) {
            latestSubscribers.removeLast();
        }
    }

    void remove(Person subscriber) {
        subscribers = Math.max(0, subscribers - 1);
        String tier = latestSubscribers.stream()
                .filter(known -> known.person.equals(subscriber))
                .findFirst()
                .map(Subscriber::tier)
                .orElse("1000");
        points = Math.max(0, points - points(tier));
        latestSubscribers.removeIf(known -> known.person.equals(subscriber));
    }

    /** Sets the number of subscribers. Unknown subscribers have tier 1. */
    void subscribers(int number) {
        subscribers = number;
        while (latestSubscribers.size() > number) {
            latestSubscribers.removeLast();
        }
        points = number
                - latestSubscribers.size()
                + latestSubscribers.stream()
                        .mapToInt(known -> points(known.tier))
                        .sum();
    }

    int points() {
        return points;
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
        List<Follower> known = new ArrayList<>(latestFollowers);
        List<Follower> page = new ArrayList<>();
        for (int i = from; i < Math.min(to, followers); i++) {
            page.add(i < known.size() ? known.get(i) : new Follower(Cast.stranger(i), startOfTime(i)));
        }
        return page;
    }

    List<Subscriber> subscribers(int from, int to) {
        List<Subscriber> known = new ArrayList<>(latestSubscribers);
        List<Subscriber> page = new ArrayList<>();
        for (int i = from; i < Math.min(to, subscribers); i++) {
            page.add(i < known.size() ? known.get(i) : new Subscriber(Cast.stranger(i), "1000", null, false));
        }
        return page;
    }

    private static Instant startOfTime(int daysBefore) {
        return Instant.parse("2026-01-01T12:00:00Z").minusSeconds(86_400L * daysBefore);
    }

    record Follower(Person person, Instant since) {}

    /** A subscriber; the gifter is null for an own subscription and for an anonymous gift. */
    record Subscriber(Person person, String tier, Person gifter, boolean gift) {}
}
