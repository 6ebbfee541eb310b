package dev.twitchrelay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.TestCertificate;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two candidates for one Lease, at an API server that keeps what it is given and refuses writes that are out of date. */
class KubernetesLeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** The server tells of each request; held, so that its level stays. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    static {
        REQUESTS.setLevel(Level.OFF);
    }

    @TempDir
    Path noAccount;

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private KubernetesClient client;
    private URI api;
    private final AtomicLong millis = new AtomicLong(1_000);
    private final Candidate first = new Candidate("first");
    private final Candidate second = new Candidate("second");

    private final Set<String> gone = new HashSet<>();

    private final class Candidate {
        final String name;
        final List<Boolean> told = new ArrayList<>();
        boolean connected = true;
        boolean ready = true;
        LeaderElection election;
        KubernetesLeaseStore store;

        Candidate(String name) {
            this.name = name;
        }

        void begin() throws IOException {
            store = new KubernetesLeaseStore(api, noAccount, Duration.ofSeconds(30), "relays", "twitch-relay");
            election = new LeaderElection(
                    store, name, LEASE, () -> connected, () -> ready, gone::contains, () -> millis.get() * 1_000_000);
            election.listen(told::add);
        }

        boolean leads() {
            return election.leads();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server.init();
        client = server.createClient();
        api = URI.create(server.url("/"));
        first.begin();
        second.begin();
    }

    @AfterEach
    void stop() {
        first.election.close();
        second.election.close();
        client.close();
        server.destroy();
    }

    private Lease lease() {
        return client.leases().inNamespace("relays").withName("twitch-relay").get();
    }

    private void tick(Candidate... candidates) {
        for (Candidate candidate : candidates) {
            candidate.election.tick();
        }
    }

    private void pass(long more) {
        millis.addAndGet(more);
    }

    @Test
    void ofTwoCandidatesOneLeadsForAsLongAsItRenews() {
        for (int i = 0; i < 20; i++) {
            tick(first, second);
            pass(500);
        }

        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isFalse();
        assertThat(second.election.holder()).isEqualTo("first");
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("first");
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(2);
        assertThat(first.told).containsExactly(true);
    }

    @Test
    void ofTwoThatWriteAtTheSameTimeOneSucceeds() throws IOException {
        Optional<LeaseStore.Lease> none = first.store.read();
        second.store.read();
        assertThat(first.store.take(none, "first", LEASE)).isPresent();
        assertThat(second.store.take(none, "second", LEASE)).isEmpty();

        Optional<LeaseStore.Lease> seen = second.store.read();
        first.store.read();
        assertThat(second.store.take(seen, "second", LEASE)).isPresent();
        assertThat(first.store.take(seen, "first", LEASE)).isEmpty();
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("second");
    }

    @Test
    void aLeaderThatIsNotHeardOfIsReplacedWhenItsLeaseHasRunOutAndHasStoppedBefore() {
        tick(first, second);
        pass(1_700);
        tick(second);
        assertThat(first.leads()).as("without a call to anybody").isFalse();
        assertThat(second.leads()).isFalse();
        pass(400);
        tick(second);
        assertThat(second.leads()).isTrue();
        assertThat(second.election.term()).isEqualTo(2);

        tick(first);
        assertThat(first.leads()).isFalse();
        assertThat(first.told).containsExactly(true, false);
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("second");
    }

    @Test
    void aLeaderWhoseProcessIsGoneIsReplacedAtOnce() {
        tick(first, second);
        gone.add("first");
        tick(second);

        assertThat(second.leads()).isTrue();
        assertThat(second.election.term()).isEqualTo(2);
    }

    @Test
    void aLeaderThatWakesUpBeforeAnybodyHasTakenItsLeaseLeadsAgainInANewTerm() {
        tick(first, second);
        pass(10_000);
        assertThat(first.leads()).isFalse();
        tick(first);
        tick(first);

        assertThat(first.leads()).isTrue();
        assertThat(first.election.term()).isEqualTo(2);
        assertThat(first.told).containsExactly(true, false, true);
    }

    @Test
    void aLeaderWhoseLeaseSomebodyElseHasTakenLosesItAtItsNextStep() {
        tick(first);
        client.leases().inNamespace("relays").withName("twitch-relay").edit(lease -> {
            lease.getSpec().setHolderIdentity("somebody");
            lease.getSpec().setLeaseTransitions(2);
            return lease;
        });
        pass(500);
        tick(first);

        assertThat(first.leads()).isFalse();
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("somebody");
    }

    @Test
    void anAnnotationByHandCostsNoLeadership() {
        tick(first);
        client.leases().inNamespace("relays").withName("twitch-relay").edit(lease -> {
            lease.getMetadata().setAnnotations(java.util.Map.of("note", "by hand"));
            return lease;
        });
        pass(500);
        tick(first, second);

        assertThat(first.leads()).isTrue();
        assertThat(lease().getMetadata().getAnnotations()).containsEntry("note", "by hand");
    }

    @Test
    void aLeaderThatIsCutFromTheServerStopsByItself() {
        tick(first, second);
        server.shutdown();
        pass(1_500);
        tick(first);
        assertThat(first.leads()).as("the lease is good for a little longer").isTrue();
        assertThat(first.election.problem()).isNotNull();
        pass(200);
        assertThat(first.leads()).isFalse();
        tick(first);
        assertThat(first.told).containsExactly(true, false);
    }

    @Test
    void aLeaderThatEndsLetsTheOtherLeadAtOnce() {
        tick(first, second);
        first.election.close();
        tick(second);

        assertThat(second.leads()).isTrue();
        assertThat(second.election.term()).isEqualTo(2);
    }

    @Test
    void aLeaderThatCannotPublishGoesOnUntilOneThatCanHasWaitedALease() {
        tick(first, second);
        first.connected = false;
        second.ready = false;
        for (int i = 0; i < 10; i++) {
            pass(500);
            tick(first, second);
        }
        assertThat(first.leads()).as("nobody else could").isTrue();

        second.ready = true;
        for (int i = 0; i < 3; i++) {
            pass(500);
            tick(first, second);
        }
        assertThat(first.leads()).as("it may come back in a moment").isTrue();
        for (int i = 0; i < 3; i++) {
            pass(500);
            tick(first, second);
        }
        assertThat(second.leads()).isTrue();
        tick(first);
        assertThat(first.leads()).isFalse();
    }

    @Test
    void theAuthorityOfTheServiceAccountIsTrustedAndItsTokenIsSent(@TempDir Path account) throws Exception {
        TestCertificate own = TestCertificate.in(account);
        Files.copy(own.certificate(), account.resolve("ca.crt"));
        Files.writeString(account.resolve("token"), "abc\n");
        Vertx vertx = Vertx.vertx();
        HttpServer https = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(own.certificate().toString())
                                .setKeyPath(own.privateKey().toString())))
                .requestHandler(request -> request.response()
                        .setStatusCode("Bearer abc".equals(request.getHeader("Authorization")) ? 404 : 401)
                        .end())
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        URI address = URI.create("https://localhost:" + https.actualPort());

        assertThat(new KubernetesLeaseStore(address, account, Duration.ofSeconds(30), "relays", "twitch-relay").read())
                .isEmpty();
        KubernetesLeaseStore stranger =
                new KubernetesLeaseStore(address, noAccount, Duration.ofSeconds(30), "relays", "twitch-relay");
        assertThatThrownBy(stranger::read).isInstanceOf(IOException.class);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatTheServiceAccountMayNotDoIsSaid() throws IOException {
        KubernetesMockServer strict = new KubernetesMockServer(false);
        strict.init();
        strict.expect()
                .withPath("/apis/coordination.k8s.io/v1/namespaces/relays/leases/twitch-relay")
                .andReturn(403, "{}")
                .always();
        KubernetesLeaseStore store = new KubernetesLeaseStore(
                URI.create(strict.url("/")), noAccount, Duration.ofSeconds(30), "relays", "twitch-relay");

        assertThatThrownBy(store::read).hasMessageContaining("403").hasMessageContaining("get, create and update");
        strict.destroy();
    }
}
