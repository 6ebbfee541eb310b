package dev.twitchrelay.campaign;

import dev.twitchrelay.support.Memory;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Faults at random moments under load. Every event is numbered; those that are sent while Twitch can deliver have to reach
 * every client, once, in order, and so has what one of them has seen; those for the sink have to reach it, in order and at least
 * once. One seed gives the same faults in the same order.
 */
final class Campaign {
    private static final long TICK_NANOS = 5_000_000;
    private static final int CLIENTS = 50;
    private static final long RECOVERY_BOUND = Duration.ofSeconds(240).toNanos();
    private static final long STABLE = Duration.ofMillis(100).toNanos();

    private final long seed;
    private final Random random;
    private final List<Fault> faults;
    private final Duration leastTime;
    private final int rounds;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> groups = new TreeMap<>();
    private final List<String> timeline = new ArrayList<>();
    private final BitSet required = new BitSet();
    /** How much had been sent at each end of the process. */
    private final List<Integer> ends = new ArrayList<>();

    private final List<Fault> deck = new ArrayList<>();
    private int sent;
    private boolean outage;
    private long outageSince;
    private int outages;
    private int welcomesBefore;
    private long deliverableSince;

    /**
     * @param faults every one comes so often, and no other
     * @param leastTime if all have come before, it goes on for so long
     */
    Campaign(long seed, List<Fault> faults, int rounds, Duration leastTime) {
        this.seed = seed;
        this.random = new Random(seed);
        this.faults = faults;
        this.rounds = rounds;
        this.leastTime = leastTime;
    }

    /** What became of it. */
    record Result(
            Map<String, Integer> groups,
            int kinds,
            int sent,
            int required,
            int outages,
            Tally clients,
            int idsOutOfOrder,
            int unknown,
            Tally sink,
            int sinkCalls,
            long cut,
            Memory before,
            Memory after) {}

    Random random() {
        return random;
    }

    Result run(Stage stage) throws Exception {
        stage.addClients(CLIENTS);
        await(() -> stage.isDeliverable() && stage.clients().stream().allMatch(client -> client.connects() > 0));
        Memory before = Memory.now();
        play(stage);
        settle(stage);
        return judge(stage, before, Memory.now());
    }

    private void play(Stage stage) throws Exception {
        long end = System.nanoTime() + leastTime.toNanos();
        long nextFault = System.nanoTime();
        long nextEvent = System.nanoTime();
        int round = 0;
        while (System.nanoTime() < end || round < rounds || !deck.isEmpty()) {
            nextEvent = tick(stage, nextEvent);
            if (System.nanoTime() < nextFault || outage) {
                continue;
            }
            if (deck.isEmpty()) {
                deck.addAll(faults);
                Collections.shuffle(deck, random);
                round++;
            }
            Fault next = deck.get(deck.size() - 1);
            // what is harmless may come while others last
            if (!next.breaking() || !stage.hasPlans()) {
                inject(stage, deck.remove(deck.size() - 1));
                nextFault = System.nanoTime() + stage.millis(20, 300).toNanos();
            }
        }
    }

    private void inject(Stage stage, Fault fault) throws Exception {
        counts.merge(fault.name(), 1, Integer::sum);
        groups.merge(fault.group(), 1, Integer::sum);
        timeline.add("from " + sent + ": " + fault.name());
        if (fault.breaking()) {
            outage = true;
            outages++;
            outageSince = System.nanoTime();
            deliverableSince = 0;
            welcomesBefore = stage.twitch().seen().welcomes();
        }
        if (fault.effect() == Fault.Effect.END) {
            int latest = stage.clients().stream()
                    .mapToInt(StreamFollower::latest)
                    .max()
                    .orElse(-1);
            required.clear(latest + 1, Math.max(latest + 1, sent));
            ends.add(sent);
        }
        fault.act().on(stage);
    }

    private long tick(Stage stage, long at) {
        LockSupport.parkNanos(Math.max(0, at - System.nanoTime()));
        stage.act();
        if (outage) {
            lookWhetherItIsOver(stage);
        }
        if (!stage.isSilent()) {
            if (!outage) {
                required.set(sent);
            }
            stage.send(sent++);
        }
        // what could not be sent in time is not caught up with: the machine is busy enough
        return Math.max(at + TICK_NANOS, System.nanoTime() - 10 * TICK_NANOS);
    }

    private void lookWhetherItIsOver(Stage stage) {
        long now = System.nanoTime();
        if (stage.twitch().seen().welcomes() <= welcomesBefore || stage.hasPlans() || !stage.isDeliverable()) {
            deliverableSince = 0;
            if (now - outageSince > RECOVERY_BOUND) {
                throw new AssertionError("seed " + seed + ": no session again after four minutes, since "
                        + timeline.get(timeline.size() - 1) + ": " + stage.status() + "\n"
                        + stage.twitch().seen());
            }
        } else if (deliverableSince == 0) {
            deliverableSince = now;
        } else if (now - deliverableSince > STABLE) {
            outage = false;
            timeline.add("from " + sent + ": deliverable again");
        }
    }

    /** Everything is well again, and the last events show that everybody has come so far. */
    private void settle(Stage stage) {
        long next = System.nanoTime();
        while (outage || stage.hasPlans()) {
            next = tick(stage, next);
        }
        for (int i = 0; i < 50 || !Stage.isForSink(sent - 1); i++) {
            next = tick(stage, next);
        }
        int last = sent - 1;
        try {
            await(() -> stage.clients().stream().allMatch(client -> client.latest() == last)
                    && stage.webhook().latest() == last);
        } catch (AssertionError late) {
            System.out.println("campaign: not everybody has the last event: " + stage.status());
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + RECOVERY_BOUND;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within four minutes");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private Result judge(Stage stage, Memory before, Memory after) {
        BitSet expected = (BitSet) required.clone();
        for (StreamFollower client : stage.clients()) {
            Arrays.stream(client.numbers()).forEach(expected::set);
        }
        Tally tally = Tally.NONE;
        int unknown = 0;
        int idsOutOfOrder = 0;
        for (StreamFollower client : stage.clients()) {
            tally = tally.plus(tally(stage.sessions(), expected, client.numbers()));
            unknown += client.unknown().size();
            idsOutOfOrder += client.idsOutOfOrder();
        }
        BitSet forSink = forSink(expected);
        int[] told = stage.webhook().numbers();
        Tally sink = Tally.of(forSink, Arrays.stream(told).distinct().toArray());
        if (!tally.equals(Tally.NONE) || !sink.equals(Tally.NONE) || idsOutOfOrder > 0) {
            stage.clients().stream()
                    .filter(client -> Tally.of(expected, client.numbers()).lost() > 0)
                    .findFirst()
                    .ifPresent(client -> System.out.println(
                            "campaign: lost by one client: " + Tally.lost(expected, client.numbers())));
            System.out.println("campaign: lost by the sink: " + Tally.lost(forSink, told));
            timeline.forEach(System.out::println);
        }
        return new Result(
                groups,
                counts.size(),
                sent,
                required.cardinality(),
                outages,
                tally,
                idsOutOfOrder,
                unknown,
                sink,
                told.length,
                stage.cut(),
                before,
                after);
    }

    /**
     * Compares what a client has got. Of several sessions each type is in order: while a new session lacks a type that another
     * session has, an event of this type may overtake another event.
     */
    private static Tally tally(int sessions, BitSet required, int[] numbers) {
        if (sessions == 1) {
            return Tally.of(required, numbers);
        }
        Tally all = Tally.NONE;
        for (int i = 0; i < Stage.TYPES.length; i++) {
            int type = i;
            BitSet ofType = new BitSet();
            required.stream()
                    .filter(number -> number % Stage.TYPES.length == type)
                    .forEach(ofType::set);
            all = all.plus(Tally.of(
                    ofType,
                    IntStream.of(numbers)
                            .filter(number -> number % Stage.TYPES.length == type)
                            .toArray()));
        }
        return all;
    }

    /** All of its type, but for the one that was just being published at each end of the process. */
    private BitSet forSink(BitSet expected) {
        BitSet forSink = new BitSet();
        expected.stream().filter(Stage::isForSink).forEach(forSink::set);
        for (int end : ends) {
            int last = expected.previousSetBit(end - 1);
            if (last >= 0) {
                forSink.clear(last);
            }
        }
        return forSink;
    }

    /** How often each fault came. */
    Map<String, Integer> counts() {
        return counts;
    }
}
