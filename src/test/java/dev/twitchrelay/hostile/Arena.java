package dev.twitchrelay.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.hostile.Assault.Toll;
import dev.twitchrelay.hostile.Target.Transport;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A relay as a process of its own between a simulated Twitch, which sends ten events a second all the time, viewers, and an
 * attacker that is a third process. Used by one thread.
 */
final class Arena implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Events of the filling that wait in the relay at a time. */
    private static final int UNDER_WAY = 500;

    private static final long PERIOD_MILLIS = 100;
    /** Of resident memory, in bytes. */
    private static final long MOST_BEARABLE = 3L << 30;

    private static final long SLICE_NANOS = 100_000_000;

    /** Files that routes and journal may have opened meanwhile. */
    private static final int FEW_DESCRIPTORS = 30;

    /** About the size of a chat message. */
    private static final String PAD = "x".repeat(1_000);

    private static final String OWN_ROUTE = """
            - route:
                id: own
                from:
                  uri: platform-http:/own/{name}
                  parameters:
                    httpMethodRestrict: GET,POST
                  steps:
                    - setBody:
                        simple: '{"own":"${header.name}"}'
            """;

    private final TwitchSimulator twitch;
    private final PackagedRelay relay;
    private final AttackerProcess attacker;
    private final Viewers viewers;
    private final Liveness liveness;
    private final Footprint footprint;
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final int descriptorsBefore;
    private volatile int sent;
    private boolean well = true;

    /**
     * Starts everything; returns when each viewer has its stream.
     *
     * @param folder empty; the relay's routes and data
     * @param eventsBefore the number of events before the viewers come; with 1,000 the history is full
     * @param from where attacks come from, see {@link Target#from}
     * @param log is told what a mix chooses
     */
    Arena(
            Path folder,
            Transport transport,
            int watching,
            Launch launch,
            int eventsBefore,
            String from,
            Consumer<String> log)
            throws IOException, InterruptedException, GeneralSecurityException {
        SimulatorOptions options = SimulatorOptions.defaults();
        twitch = TwitchSimulator.start(options);
        FolderCopy.of(Path.of("routes"), folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/own.camel.yaml"), OWN_ROUTE);
        int port = FreePort.find();
        int managementPort = FreePort.find();
        Map<String, String> environment = new HashMap<>(Map.of(
                "TWITCH_CLIENT_ID", options.clientId(),
                "TWITCH_ACCESS_TOKEN", options.accessToken(),
                "TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString(),
                "TWITCH_API_URL", twitch.apiUrl().toString(),
                "TWITCH_AUTH_URL", twitch.authUrl().toString(),
                "RELAY_ROUTES", folder.resolve("routes").toString(),
                "RELAY_DATA", folder.resolve("data").toString(),
                "RELAY_ADMIN_TOKEN", "Zm9ydHktdHdvLWNvcnJlY3QtaG9yc2VzLXdpdGgtYmF0dGVyaWVz",
                "SERVER_PORT", String.valueOf(port),
                "MANAGEMENT_SERVER_PORT", String.valueOf(managementPort)));
        if (transport == Transport.TLS) {
            TestCertificate made = TestCertificate.in(folder);
            environment.put("SERVER_SSL_CERTIFICATE", made.certificate().toString());
            environment.put(
                    "SERVER_SSL_CERTIFICATE_PRIVATE_KEY", made.privateKey().toString());
        }
        environment.putAll(launch.environment());
        relay = PackagedRelay.launch(launch.command(), environment);
        twitch.seen().awaitSubscribed(PATIENCE, "channel.raid", "stream.offline");
        fill(eventsBefore, port, transport);
        viewers = new Viewers(watching, port, transport);
        await().atMost(PATIENCE).until(viewers::areThere);
        load.scheduleAtFixedRate(this::send, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        await().atMost(PATIENCE).until(() -> sent > 10 && viewers.haveAll(sent - 5));
        assertThat(viewers.judge(sent - 5)).as("before any attack").isEqualTo(Tally.NONE);
        attacker = AttackerProcess.start(launch.attacker(), new Target(port, managementPort, transport, from), log);
        liveness = new Liveness(managementPort);
        footprint = new Footprint(relay.pid(), managementPort);
        descriptorsBefore = footprint.now().descriptors();
    }

    /** Returns when the relay has published all of them, so that those who come now wait for none of them. */
    private void fill(int events, int port, Transport transport) {
        try (Viewers first = new Viewers(1, port, transport)) {
            await().atMost(PATIENCE).until(first::areThere);
            for (int i = 1; i <= events; i++) {
                notify(i);
                if (i % UNDER_WAY == 0 || i == events) {
                    int all = i + 1;
                    await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(() -> first.haveAll(all));
                }
            }
        }
    }

    private void notify(int number) {
        twitch.notifyJson("channel.raid", "{\"n\":\"" + number + "\",\"pad\":\"" + PAD + "\"}");
    }

    private void send() {
        int number = sent;
        viewers.willSend(number);
        notify(number);
        sent = number + 1;
    }

    /**
     * What became of viewers, of the relay and of its session with Twitch in a while.
     *
     * @param sent events
     * @param reconnects of viewers
     * @param sessions that were lost
     * @param percentile99 of the viewers' delays, in microseconds
     * @param caughtUp whether every viewer had everything in the end
     */
    record Outcome(
            int sent,
            Tally viewers,
            int reconnects,
            int sessions,
            Liveness.Answers liveness,
            long percentile99,
            Footprint.Size before,
            Footprint.Size most,
            Toll toll,
            boolean caughtUp) {}

    /** Nobody attacks. */
    Outcome quiet(Duration time) {
        return during(() -> {
            pause(time);
            return new Toll(0, 0, 0);
        });
    }

    /**
     * @param title a behaviour's, or the mix's
     * @param wake how long after the attack what happens still counts as its doing
     */
    Outcome attacked(String title, double intensity, Duration time, Duration wake, long seed) {
        return during(() -> {
            AttackerProcess.Attack attack = attacker.begin(title, intensity, time.plusSeconds(30), seed);
            pauseWhileItIsBearable(time);
            Toll toll = attack.stop();
            pause(wake);
            return toll;
        });
    }

    /** An attack that has won is ended early: the machine, and whoever else uses it, is not what is attacked. */
    private void pauseWhileItIsBearable(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && footprint.most().resident() < MOST_BEARABLE) {
            pause(Duration.ofNanos(Math.min(SLICE_NANOS, Math.max(0, end - System.nanoTime()))));
        }
    }

    private interface Happening {
        Toll happens();
    }

    private Outcome during(Happening happening) {
        Footprint.Size before = footprint.now();
        int welcomes = twitch.seen().welcomes();
        int from = sent;
        viewers.beginToMeasure();
        liveness.beginToMeasure();
        footprint.beginToMeasure();
        Toll toll = happening.happens();
        int to = sent;
        boolean caughtUp = arrived(to);
        Liveness.Answers answers = liveness.answers();
        int sessions = twitch.seen().welcomes() - welcomes + (twitch.seen().sessionsNow() == 1 ? 0 : 1);
        well = caughtUp && sessions == 0 && !relay.hasEnded();
        Tally tally = viewers.judge(to);
        return new Outcome(
                to - from,
                tally,
                viewers.reconnects(),
                sessions,
                answers,
                viewers.percentile99(tally.lost()),
                before,
                footprint.most(),
                toll,
                caughtUp);
    }

    private boolean arrived(int to) {
        try {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(Integer.getInteger("hostile.patience", 60)))
                    .until(() -> viewers.haveAll(to) || relay.hasEnded());
            return !relay.hasEnded();
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    /** Whether it can be attacked again; if not, the next attack needs a new arena. */
    boolean isWell() {
        return well;
    }

    /** Waits until what attackers opened is closed at the relay's side, too. */
    void awaitNothingLeft() {
        await("descriptors as before the attacks, " + descriptorsBefore)
                .atMost(PATIENCE)
                .until(() -> footprint.now().descriptors() <= descriptorsBefore + FEW_DESCRIPTORS);
    }

    Footprint.Size footprint() {
        return footprint.now();
    }

    /** What the relay has printed. */
    String output() throws IOException {
        return relay.output();
    }

    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        load.shutdownNow();
        attacker.close();
        liveness.close();
        footprint.close();
        viewers.close();
        relay.close();
        twitch.close();
    }
}
