package dev.twitchrelay.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * All behaviours in random order, three at a time, each for one to ten seconds at a tenth to all of its intensity. One seed gives
 * the same sequence in each of the three lanes.
 */
final class Mix implements Way {
    /** Its name beside those of the behaviours. */
    static final String TITLE = "mix";

    private static final int LANES = 3;

    private final Consumer<String> log;

    /** @param log is told each choice */
    Mix(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void attack(Assault assault) {
        List<Behaviour> choice = Arrays.stream(Behaviour.values())
                .filter(behaviour -> behaviour.suits(assault.target().transport()))
                .toList();
        List<Thread> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            long seed = assault.random().nextLong();
            Thread thread = new Thread(() -> play(assault, lane, choice, new Random(seed)), "lane-" + lane);
            thread.setDaemon(true);
            thread.start();
            lanes.add(thread);
        }
        for (Thread lane : lanes) {
            try {
                lane.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void play(Assault whole, int lane, List<Behaviour> choice, Random random) {
        while (whole.goesOn()) {
            Behaviour behaviour = choice.get(random.nextInt(choice.size()));
            Duration time = Duration.ofMillis(1_000 + random.nextInt(9_000));
            double intensity = (1 + random.nextInt(10)) / 10.0;
            long seed = random.nextLong();
            log.accept("lane " + lane + ": " + behaviour.title() + " for " + time.toMillis() + " ms at " + intensity);
            Duration left = whole.left();
            Assault part = new Assault(
                    whole.target(), intensity * whole.intensity(), time.compareTo(left) < 0 ? time : left, seed);
            whole.onStop(part::stop);
            part.begun().thenRun(() -> whole.begun().complete(null));
            part.run(behaviour.way());
            whole.add(part.toll());
        }
    }
}
