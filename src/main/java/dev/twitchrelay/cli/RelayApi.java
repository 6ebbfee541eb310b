package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The HTTP API of the relay that has these settings and runs on this computer, if it runs. Methods block. */
final class RelayApi {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI base;
    private final String adminToken;

    RelayApi(Settings settings) {
        this.http = client(settings);
        this.base = settings.relay();
        this.adminToken = settings.get("relay.admin-token");
    }

    /** The relay's status, or empty when no relay answers. */
    Optional<JsonNode> status() {
        try {
            HttpResponse<byte[]> answer =
                    send(HttpRequest.newBuilder(base.resolve("/api/status")).timeout(TIMEOUT), bytes());
            if (answer.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode status = JsonMappers.PLAIN.readTree(answer.body());
            return status.has("eventsub") && status.has("signIn") ? Optional.of(status) : Optional.empty();
        } catch (IOException noRelay) {
            return Optional.empty();
        }
    }

    /** Asks the relay to sign out, and returns whether it did. */
    boolean signOut() {
        try {
            admin("DELETE", "/api/sign-in");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Calls an address that needs the admin token.
     *
     * @throws IOException the message gives the reason and the remedy
     */
    JsonNode admin(String method, String path) throws IOException {
        HttpResponse<byte[]> answer = sendAsAdmin(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(TIMEOUT)
                        .method(method, HttpRequest.BodyPublishers.noBody()),
                bytes());
        JsonNode body = JsonMappers.PLAIN.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    body.path("error").asText("the relay at " + base + " answered " + answer.statusCode()));
        }
        return body;
    }

    /**
     * Opens a stream of text lines at an address that needs the admin token.
     *
     * @return the answer, whose lines come until the relay ends
     * @throws IOException the message gives the reason and the remedy
     */
    HttpResponse<Stream<String>> lines(String path) throws IOException {
        return sendAsAdmin(HttpRequest.newBuilder(base.resolve(path)), HttpResponse.BodyHandlers.ofLines());
    }

    private <T> HttpResponse<T> sendAsAdmin(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException {
        try {
            return send(request.header("Authorization", "Bearer " + adminToken), body);
        } catch (IOException e) {
            throw new IOException(
                    "no relay answers at " + base + ": start it, or name its port with --server.port=", e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HttpResponse.BodyHandler<byte[]> bytes() {
        return HttpResponse.BodyHandlers.ofByteArray();
    }

    private static HttpClient client(Settings settings) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
        if (!settings.isHttps()) {
            return client.build();
        }
        try (InputStream pem = Files.newInputStream(Path.of(settings.get("server.ssl.certificate")))) {
            X509Certificate own =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new OwnCertificate(own)}, null);
            return client.sslContext(tls).build();
        } catch (IOException | GeneralSecurityException e) {
            // with such a certificate the relay cannot start, so no relay answers
            return client.build();
        }
    }

    /**
     * Trusts only the certificate of the relay on this computer, whatever host name it has, because commands call the
     * relay at 127.0.0.1 and no certificate has that name. Java checks no name if the trust manager is an extended one.
     */
    private static final class OwnCertificate extends X509ExtendedTrustManager {
        private final X509Certificate own;

        OwnCertificate(X509Certificate own) {
            this.own = own;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (chain.length == 0 || !chain[0].equals(own)) {
                throw new CertificateException("the certificate is not the one of server.ssl.certificate");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
