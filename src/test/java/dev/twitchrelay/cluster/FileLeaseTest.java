package dev.twitchrelay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.cluster.LeaseStore.Lease;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lease of processes on one machine; one of them is a process, and dies. */
class FileLeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Takes the lease in the folder that it is given, says so, and stays. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            FileLeaseStore store = new FileLeaseStore(Path.of(arguments[0]));
            System.out.println(store.take(store.read(), "holder", LEASE).isPresent());
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
        }
    }

    @Test
    void ofTwoThatTakeTheSameTermOneSucceedsAndTheOtherSeesIt() throws IOException {
        FileLeaseStore first = new FileLeaseStore(folder);
        FileLeaseStore second = new FileLeaseStore(folder);
        Optional<Lease> none = first.read();
        assertThat(none).isEmpty();

        assertThat(first.take(none, "first", LEASE)).isPresent();
        assertThat(second.take(none, "second", LEASE)).isEmpty();
        Lease seen = second.read().orElseThrow();
        assertThat(seen.holder()).isEqualTo("first");
        assertThat(seen.term()).isEqualTo(1);
        assertThat(seen.isFree()).isFalse();
    }

    @Test
    void aRenewalShowsAndALeaseThatWasTakenOverCannotBeRenewed() throws IOException {
        FileLeaseStore first = new FileLeaseStore(folder);
        FileLeaseStore second = new FileLeaseStore(folder);
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
    void aHolderThatIsKilledLeavesTheLeaseFreeAtOnce() throws Exception {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = holder.inputReader()) {
            assertThat(said.readLine()).isEqualTo("true");
            FileLeaseStore store = new FileLeaseStore(folder);
            assertThat(store.read().orElseThrow().isFree()).isFalse();
            holder.destroyForcibly().waitFor();

            Lease left = store.read().orElseThrow();
            assertThat(left.holder()).isEqualTo("holder");
            assertThat(left.isFree()).isTrue();
            assertThat(store.take(Optional.of(left), "next", LEASE)
                            .orElseThrow()
                            .term())
                    .isEqualTo(2);
        } finally {
            holder.destroyForcibly();
        }
    }
}
