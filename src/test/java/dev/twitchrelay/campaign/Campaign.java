package dev.twitchrelay.campaign;

import dev.twitchrelay.support.Memory;
import dev.twitchrelay.support.StreamFollower;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Faults at random moments under load. Every event is numbered; those that are sent while Twitch can deliver have to reach
 * every client, once, in order. One seed gives the same faults in the same order.
 */
final class Campaign {
    private static final long TICK_NANOS = 5_000_000;
    private static final int CLIENTS = 50;
    private static final long RECOVERY_BOUND = Duration.ofSeconds(40).toNanos();

    private final long seed;
    private final Random random;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> timeline = new ArrayList<>();
    private final BitSet required = new BitSet();
    private final List<Fault> deck = new ArrayList<>();
    private int sent;
    private boolean outage;
    private long outageSince;
    private int outages;
    private int welcomesBefore;
    private long deliverableSince;

    Campaign(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** What became of it. */
    record Result(Tally tally, int sent, int required, int outages, long cut, int unknown, int idsOutOfOrder) {}

    /** Runs for so long, or until every fault has been there if that takes longer. */
    Result run(Duration time, Path folder) throws Exception {
        try (Stage stage = new Stage(random, folder)) {
            stage.addClients(CLIENTS);
            await(() -> deliverable(stage) && stage.clients().stream().allMatch(client -> client.connects() > 0));
            Memory before = Memory.now();
            System.out.printf("campaign: seed %d, %d s, %d clients%n", seed, time.toSeconds(), CLIENTS);
            play(stage, time);
            settle(stage);
            Memory after = Memory.now();
            Result result = judge(stage);
            print(result, before, after);
            return result;
        }
    }

    private void play(Stage stage, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long nextFault = System.nanoTime();
        long nextEvent = System.nanoTime();
        int kinds = FaultList.all().size();
        while (System.nanoTime() < end || counts.size() < kinds) {
            nextEvent = tick(stage, nextEvent);
            if (System.nanoTime() >= nextFault && !outage && !stage.hasPlans()) {
                inject(stage, draw());
                nextFault = System.nanoTime() + stage.millis(100, 600).toNanos();
            }
        }
    }

    /** Every kind comes once before any comes again. */
    private Fault draw() {
        if (deck.isEmpty()) {
            deck.addAll(FaultList.all());
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    private void inject(Stage stage, Fault fault) throws Exception {
        counts.merge(fault.name(), 1, Integer::sum);
        timeline.add("from " + sent + ": " + fault.name());
        if (fault.breaking()) {
            outage = true;
            outages++;
            outageSince = System.nanoTime();
            deliverableSince = 0;
            welcomesBefore = stage.twitch().seen().welcomes();
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
        if (stage.twitch().seen().welcomes() <= welcomesBefore || stage.hasPlans() || !deliverable(stage)) {
            deliverableSince = 0;
            if (now - outageSince > RECOVERY_BOUND) {
                throw new AssertionError("seed " + seed + ": no session again after 40 s: " + stage.status() + "\n"
                        + stage.twitch().seen());
            }
        } else if (deliverableSince == 0) {
            deliverableSince = now;
        } else if (now - deliverableSince > Duration.ofMillis(200).toNanos()) {
            outage = false;
            timeline.add("from " + sent + ": deliverable again");
        }
    }

    private static boolean deliverable(Stage stage) {
        Map<String, Integer> subscriptions = stage.twitch().seen().subscriptions();
        for (String type : Stage.TYPES) {
            if (subscriptions.getOrDefault(type, 0) != 1) {
                return false;
            }
        }
        return true;
    }

    /** Everything is well again, and the last events show that everybody has come so far. */
    private void settle(Stage stage) {
        long next = System.nanoTime();
        while (outage || stage.hasPlans()) {
            next = tick(stage, next);
        }
        for (int i = 0; i < 50; i++) {
            next = tick(stage, next);
        }
        int last = sent - 1;
        try {
            await(() -> stage.clients().stream().allMatch(client -> client.latest() == last));
        } catch (AssertionError late) {
            System.out.println("campaign: not everybody has the last event: " + stage.status());
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + RECOVERY_BOUND;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 40 s");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private Result judge(Stage stage) {
        Tally tally = Tally.NONE;
        int unknown = 0;
        int idsOutOfOrder = 0;
        String example = null;
        for (StreamFollower client : stage.clients()) {
            Tally own = Tally.of(required, client.numbers());
            if (own.lost() > 0 && example == null) {
                example = Tally.lost(required, client.numbers());
            }
            tally = tally.plus(own);
            unknown += client.unknown();
            idsOutOfOrder += client.idsOutOfOrder();
        }
        if (example != null) {
            System.out.println("campaign: lost by one client: " + example);
            timeline.forEach(System.out::println);
        }
        return new Result(
                tally, sent, required.cardinality(), outages, stage.hub().cut(), unknown, idsOutOfOrder);
    }

    private void print(Result result, Memory before, Memory after) {
        counts.forEach((name, count) -> System.out.printf("  %4d  %s%n", count, name));
        System.out.printf(
                "campaign: seed %d: %d faults of %d kinds; %d notifications sent, %d while Twitch could deliver (%d"
                        + " outages); over %d clients lost %d, repeated %d, reordered %d; unknown gaps %d; clients cut %d%n",
                seed,
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts.size(),
                result.sent(),
                result.required(),
                result.outages(),
                CLIENTS,
                result.tally().lost(),
                result.tally().repeated(),
                result.tally().reordered(),
                result.unknown(),
                result.cut());
        System.out.printf("campaign: before %s; after %s%n", before, after);
    }
}
