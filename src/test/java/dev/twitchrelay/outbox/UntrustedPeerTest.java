package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.MisbehavingPeer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JSSE throws for peers whose certificates nobody should trust; their keys are made by the JDK's keytool. */
class UntrustedPeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "changeit";

    @TempDir
    Path data;

    private Path keys(String... options) throws Exception {
        Path store = data.resolve("keys.p12");
        generate(store, "authority", "-ext", "bc:c");
        generate(
                store,
                "peer",
                Stream.concat(Stream.of("-signer", "authority"), Stream.of(options))
                        .toArray(String[]::new));
        return store;
    }

    private static void generate(Path store, String alias, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
    }

    private static SSLContext serving(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        keys.deleteEntry("authority");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** As clients do that were told of the authority by hand. */
    private static SSLContextParameters trusting(Path store) {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(trusted(store));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private static KeyStoreParameters trusted(Path store) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                own.load(in, PASSWORD.toCharArray());
            }
            KeyStore certificates = KeyStore.getInstance("PKCS12");
            certificates.load(null, null);
            certificates.setCertificateEntry("authority", own.getCertificate("authority"));
            KeyStoreParameters parameters = new KeyStoreParameters();
            parameters.setKeyStore(certificates);
            return parameters;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String failure(MisbehavingPeer peer, SSLContextParameters trust) throws Exception {
        return failure(peer, trust, "");
    }

    /** @param state that it is in at last */
    private String failure(MisbehavingPeer peer, SSLContextParameters trust, String state) throws Exception {
        String steps = """
                - to:
                    uri: http:sinks.lights.url
                    parameters: {httpMethod: POST, httpClientConfigurer: "#sinks"%s}
                """.formatted(trust == null ? "" : ", sslContextParameters: '#trust'");
        Map<String, Object> beans = trust == null ? Map.of() : Map.of("trust", trust);
        try (SinkRoute sink =
                SinkRoute.start(data.resolve("data"), "https://localhost:" + peer.port() + "/SECRET", steps, beans)) {
            follow(sink.outbox, 0);
            await().atMost(PATIENCE)
                    .until(() -> sink.status().trouble() != null
                            && sink.status().state().startsWith(state));
            assertThat(sink.status().reason()).doesNotContain("SECRET");
            return sink.status().state() + ": " + sink.status().reason();
        }
    }

    @Test
    void aCertificateThatNobodyTrustsStopsTheSink() throws Exception {
        Path store = keys("-ext", "san=dns:localhost");
        try (MisbehavingPeer peer = new MisbehavingPeer(serving(store).getServerSocketFactory())) {
            assertThat(failure(peer, null)).startsWith("stopped: nobody here trusts its certificate: ");
        }
    }

    @Test
    void anExpiredCertificateStopsTheSink() throws Exception {
        Path store = keys("-ext", "san=dns:localhost", "-startdate", "-3d", "-validity", "1");
        try (MisbehavingPeer peer = new MisbehavingPeer(serving(store).getServerSocketFactory())) {
            assertThat(failure(peer, trusting(store))).startsWith("stopped: its certificate is not valid today: ");
        }
    }

    @Test
    void aCertificateForAnotherNameStopsTheSink() throws Exception {
        Path store = keys("-ext", "san=dns:other.example");
        try (MisbehavingPeer peer = new MisbehavingPeer(serving(store).getServerSocketFactory())) {
            assertThat(failure(peer, trusting(store))).startsWith("stopped: its certificate is for another name: ");
        }
    }

    @Test
    void aPeerThatWantsACertificateOfOursStopsTheSink() throws Exception {
        Path store = keys("-ext", "san=dns:localhost");
        SSLContext context = serving(store);
        try (MisbehavingPeer peer = new MisbehavingPeer(new DemandingSockets(context))) {
            // the end of its connection may overtake its alert, but not every time
            assertThat(failure(peer, trusting(store), "stopped"))
                    .startsWith("stopped: it refuses a secure connection (");
        }
    }

    @Test
    void aPeerWithoutTlsIsTriedAgain() throws Exception {
        try (MisbehavingPeer peer = new MisbehavingPeer().behave(MisbehavingPeer.sends("hello"))) {
            assertThat(failure(peer, null)).startsWith("waiting: ");
        }
    }

    /** Sockets of a server that lets in only clients with a certificate. */
    private static final class DemandingSockets extends javax.net.ServerSocketFactory {
        private final SSLContext context;

        DemandingSockets(SSLContext context) {
            this.context = context;
        }

        @Override
        public java.net.ServerSocket createServerSocket(int port) throws java.io.IOException {
            return demanding(context.getServerSocketFactory().createServerSocket(port));
        }

        @Override
        public java.net.ServerSocket createServerSocket(int port, int backlog) throws java.io.IOException {
            return demanding(context.getServerSocketFactory().createServerSocket(port, backlog));
        }

        @Override
        public java.net.ServerSocket createServerSocket(int port, int backlog, java.net.InetAddress at)
                throws java.io.IOException {
            return demanding(context.getServerSocketFactory().createServerSocket(port, backlog, at));
        }

        private static java.net.ServerSocket demanding(java.net.ServerSocket socket) {
            ((SSLServerSocket) socket).setNeedClientAuth(true);
            return socket;
        }
    }
}
