package dev.twitchrelay.cluster;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.cluster.LeaseStore.Lease;
import dev.twitchrelay.support.InstalledNats;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases in a real NATS server, and the presence of a process that dies. */
class NatsLeaseIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final Duration LEASE = ofSeconds(30);

    @TempDir
    Path folder;

    private InstalledNats nats;
    private NatsConnection one;
    private NatsConnection other;
    private NatsLeaseStore first;
    private NatsLeaseStore second;

    private static NatsConnection connection(String server) {
        return new NatsConnection(
                new StreamSettings(List.of(server), StreamSettings.Login.NONE, "TEST", 1, 100), () -> {});
    }

    /** Takes the lease at the server that it is given, says so, and stays. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            NatsConnection nats = connection(arguments[0]);
            new Presence(nats, "holder", List::of, () -> {});
            nats.connect();
            NatsLeaseStore store = new NatsLeaseStore(nats, "leader", LEASE);
            System.out.println(store.take(store.read(), "holder", LEASE).isPresent());
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        nats = InstalledNats.start(folder);
        one = connection(nats.url());
        other = connection(nats.url());
        one.connect();
        other.connect();
        first = new NatsLeaseStore(one, "leader", LEASE);
        second = new NatsLeaseStore(other, "leader", LEASE);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        nats.close();
    }

    private static void connectAgain(NatsConnection connection) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> connection.connect() != null);
    }

    @Test
    void ofTwoThatTakeTheSameTermOneSucceedsAndTheOtherSeesIt() throws IOException {
        Optional<Lease> none = first.read();
        assertThat(none).isEmpty();
        assertThat(second.read()).isEmpty();

        assertThat(first.take(none, "first", LEASE)).isPresent();
        assertThat(second.take(none, "second", LEASE)).isEmpty();
        Lease seen = second.read().orElseThrow();
        assertThat(seen.holder()).isEqualTo("first");
        assertThat(seen.term()).isEqualTo(1);
        assertThat(seen.duration()).isEqualTo(LEASE);
        first.read();
        assertThat(first.take(Optional.of(seen), "first", LEASE)).isPresent();
        assertThat(second.take(Optional.of(seen), "second", LEASE)).isEmpty();
    }

    @Test
    void aRenewalShowsAndALeaseThatWasTakenOverCannotBeRenewed() throws IOException {
        Lease own = first.take(first.read(), "first", LEASE).orElseThrow();
        String before = second.read().orElseThrow().version();
        assertThat(first.renew(own, true)).isPresent();
        Lease offered = second.read().orElseThrow();
        assertThat(offered.version()).isNotEqualTo(before);
        assertThat(offered.offered()).isTrue();

        assertThat(second.take(Optional.of(offered), "second", LEASE)).isPresent();
        assertThat(first.renew(own, false)).isEmpty();
        assertThat(first.read().orElseThrow().term()).isEqualTo(2);
    }

    @Test
    void aRenewalWhoseAnswerWasLostCostsNothingAndAReleaseShows() throws IOException {
        Lease own = first.take(first.read(), "first", LEASE).orElseThrow();
        second.read();
        // the same candidate has written, and does not know it
        assertThat(second.renew(own, true)).isPresent();
        Lease renewed = first.renew(own, false).orElseThrow();
        first.release(renewed);

        assertThat(second.read().orElseThrow().holder()).isEmpty();
    }

    @Test
    void theTimeWithoutNatsIsNotCountedAgainstTheHolder() throws Exception {
        first.take(first.read(), "first", LEASE);
        AtomicLong clock = new AtomicLong(1);
        LeaseWatch watch = new LeaseWatch(second, "second", name -> false, clock::get);
        watch.look();
        assertThat(watch.holder()).isEqualTo("first");
        nats.kill();
        await().atMost(PATIENCE).until(() -> !other.isConnected());
        clock.addAndGet(LEASE.toNanos() * 2);
        assertThatThrownBy(watch::look).isInstanceOf(IOException.class);
        nats.start();
        connectAgain(other);
        watch.look();

        assertThat(watch.holder()).as("it may still come").isEqualTo("first");
        clock.addAndGet(LEASE.toNanos() + 1);
        watch.look();
        assertThat(watch.isFree()).isTrue();
    }

    @Test
    void aBucketThatIsLostIsMadeAgain() throws Exception {
        first.take(first.read(), "first", LEASE);
        nats.kill();
        nats.forget();
        nats.start();
        await().atMost(PATIENCE).until(() -> !one.isConnected());
        connectAgain(one);

        assertThat(first.read()).isEmpty();
        assertThat(first.take(Optional.empty(), "first", LEASE)).isPresent();
    }

    @Test
    void aHolderThatIsKilledLeavesTheLeaseFreeAtOnce() throws Exception {
        AtomicInteger left = new AtomicInteger();
        NatsConnection watching = connection(nats.url());
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        nats.url())
                .redirectErrorStream(true)
                .start();
        try (Presence presence = new Presence(watching, "b", () -> List.of("holder"), left::incrementAndGet);
                BufferedReader said = holder.inputReader()) {
            assertThat(said.lines().anyMatch("true"::equals)).isTrue();
            watching.connect();
            presence.start();
            LeaseWatch watch = new LeaseWatch(second, "second", presence::isGone, System::nanoTime);
            watch.look();
            assertThat(watch.isFree()).isFalse();
            await().atMost(PATIENCE).until(() -> presence.isHere("holder"));
            holder.destroyForcibly().waitFor();

            await().atMost(PATIENCE).until(() -> left.get() == 1);
            watch.look();
            assertThat(watch.isFree()).isTrue();
            assertThat(second.take(watch.seen(), "next", LEASE).orElseThrow().term())
                    .isEqualTo(2);
        } finally {
            holder.destroyForcibly();
            watching.close();
        }
    }

    @Test
    void whoHasNeverAnsweredDoesNotCountAsGone() throws Exception {
        NatsConnection watching = connection(nats.url());
        AtomicInteger asked = new AtomicInteger();
        try (Presence presence = new Presence(
                watching,
                "b",
                () -> {
                    asked.incrementAndGet();
                    return List.of("nobody");
                },
                () -> {})) {
            watching.connect();
            presence.start();
            await().atMost(PATIENCE).until(() -> asked.get() > 3);

            assertThat(presence.isGone("nobody")).isFalse();
        } finally {
            watching.close();
        }
    }
}
