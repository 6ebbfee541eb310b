package dev.twitchrelay.hostile;

import dev.twitchrelay.hostile.Target.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The program that attacks, so that attackers share neither heap nor threads with those who measure. It is told on its standard
 * input, a line each, {@code start ID BEHAVIOUR INTENSITY SECONDS SEED} or {@code stop ID}; it answers {@code done ID CONNECTIONS
 * REQUESTS ENDED} when an attack is over, and ends with its input. {@link AttackerProcess} speaks with it; so can a person.
 *
 * <p>Arguments: PORT MANAGEMENT_PORT PLAIN|TLS FROM_ADDRESS. It needs no library: {@code java -cp target/test-classes
 * dev.twitchrelay.hostile.Attacker 8080 8081 PLAIN 127.0.0.2} and then, for example, {@code start 1 pipelined-font 1 60 0}.
 */
public final class Attacker {
    /** What it says first. */
    static final String READY = "ready";

    private final Target target;
    private final Map<String, Assault> assaults = new ConcurrentHashMap<>();

    private Attacker(Target target) {
        this.target = target;
    }

    public static void main(String... args) throws IOException {
        Target target =
                new Target(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Transport.valueOf(args[2]), args[3]);
        Attacker attacker = new Attacker(target);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say(READY);
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            attacker.obey(line.strip().split(" "));
        }
        System.exit(0);
    }

    private void obey(String... order) {
        if (order[0].equals("start")) {
            start(order);
        } else {
            Assault assault = assaults.get(order[1]);
            if (assault != null) {
                assault.stop();
            }
        }
    }

    private void start(String... order) {
        String id = order[1];
        Assault assault = new Assault(
                target,
                Double.parseDouble(order[3]),
                Duration.ofMillis(Math.round(1000 * Double.parseDouble(order[4]))),
                Long.parseLong(order[5]));
        Way way = order[2].equals(Mix.TITLE)
                ? new Mix(Attacker::say)
                : Behaviour.titled(order[2]).way();
        assaults.put(id, assault);
        assault.begun().thenRun(() -> say("begun " + id));
        Thread thread = new Thread(
                () -> {
                    assault.run(way);
                    assaults.remove(id);
                    Assault.Toll toll = assault.toll();
                    say("done " + id + " " + toll.connections() + " " + toll.requests() + " " + toll.ended());
                },
                "attack-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
