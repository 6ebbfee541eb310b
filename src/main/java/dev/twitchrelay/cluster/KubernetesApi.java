package dev.twitchrelay.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API of Kubernetes as a pod calls it, with the token and the certificate authority of its service account. Methods
 * block. Thread-safe.
 */
final class KubernetesApi {
    static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final URI base;
    private final Path account;
    private final HttpClient http;
    private final Duration timeout;

    /**
     * An answer of the API.
     *
     * @param body the JSON body, or the text of a proxy on the way
     */
    record Answer(int status, String body) {}

    /**
     * @param base the address of the API, for example {@code https://10.0.0.1:443}
     * @param account the folder with {@code token} and {@code ca.crt}; without the token, requests have no
     *     authorization, and without the certificate, Java's authorities are trusted
     * @param timeout the time limit of one request
     */
    KubernetesApi(URI base, Path account, Duration timeout) throws IOException {
        this.base = base;
        this.account = account;
        this.timeout = timeout;
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(timeout).version(HttpClient.Version.HTTP_1_1);
        Path authority = account.resolve("ca.crt");
        if (Files.exists(authority)) {
            client.sslContext(trusting(authority));
        }
        this.http = client.build();
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of Kubernetes in " + authority + " cannot be used", e);
        }
    }

    URI resolve(String path) {
        return base.resolve(path);
    }

    Answer send(String method, URI target, HttpRequest.BodyPublisher body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body);
        Path token = account.resolve("token");
        if (Files.exists(token)) {
            // read for each request, because Kubernetes replaces the token every hour
            request.header(
                    "Authorization",
                    "Bearer " + Files.readString(token, StandardCharsets.UTF_8).strip());
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the request to Kubernetes was interrupted", e);
        }
    }
}
