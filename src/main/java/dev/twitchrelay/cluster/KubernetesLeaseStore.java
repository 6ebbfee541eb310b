package dev.twitchrelay.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A lease in a {@code Lease} object of Kubernetes, {@code coordination.k8s.io/v1}; the term is
 * {@code leaseTransitions}. The service account of the pod needs the verbs get, create and update on leases. The API
 * server accepts only one of several simultaneous writes, by {@code resourceVersion}. Methods block for a part of the
 * lease at most. Not thread-safe; {@link LeaderElection} calls it on its own thread.
 */
public final class KubernetesLeaseStore implements LeaseStore {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String OFFERED = "twitch-relay/offered";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Path account;
    private final HttpClient http;
    private final Duration timeout;
    private final URI leases;
    private final String name;
    private ObjectNode latest;

    /**
     * The store of the cluster in which this pod runs.
     *
     * @param namespace the namespace, or empty for the pod's own
     * @param name the name of the lease
     * @param lease the time after which the lease ends; a request may take a third of it
     * @throws IOException when this process is not in a pod or has no service account
     */
    public static KubernetesLeaseStore ofThisPod(String namespace, String name, Duration lease) throws IOException {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IOException("this process does not run in a pod: KUBERNETES_SERVICE_HOST is not set");
        }
        String chosen = namespace.isEmpty() ? text(SERVICE_ACCOUNT.resolve("namespace")) : namespace;
        URI api = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return new KubernetesLeaseStore(api, SERVICE_ACCOUNT, lease.dividedBy(3), chosen, name);
    }

    /**
     * @param api the address of the API, for example {@code https://10.0.0.1:443}
     * @param account the folder with {@code token} and {@code ca.crt}; without the token, requests have no
     *     authorization, and without the certificate, Java's authorities are trusted
     * @param timeout the time limit of one request
     */
    KubernetesLeaseStore(URI api, Path account, Duration timeout, String namespace, String name) throws IOException {
        this.account = account;
        this.timeout = timeout;
        this.name = name;
        this.leases = api.resolve("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases");
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(timeout).version(HttpClient.Version.HTTP_1_1);
        Path authority = account.resolve("ca.crt");
        if (Files.exists(authority)) {
            client.sslContext(trusting(authority));
        }
        this.http = client.build();
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try {
            SslContext context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(authority.toFile())
                    .build();
            return ((JdkSslContext) context).context();
        } catch (IllegalArgumentException | SSLException e) {
            throw new IOException("the certificate of Kubernetes in " + authority + " cannot be used", e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    @Override
    public Optional<Lease> read() throws IOException {
        HttpResponse<String> answer = send("GET", "/" + name, BodyPublishers.noBody());
        if (answer.statusCode() == NOT_FOUND) {
            latest = null;
            return Optional.empty();
        }
        return Optional.of(known(answer));
    }

    @Override
    public Optional<Lease> take(Optional<Lease> seen, String holder, Duration duration) throws IOException {
        ObjectNode body = seen.isPresent() ? latest.deepCopy() : fresh();
        String now = MICRO_TIME.format(Instant.now());
        body.withObjectProperty("spec")
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", Math.max(1, (duration.toMillis() + 999) / 1000))
                .put("leaseTransitions", seen.map(Lease::term).orElse(0L) + 1)
                .put("acquireTime", now)
                .put("renewTime", now);
        offer(body, false);
        return write(body, seen.isPresent());
    }

    private ObjectNode fresh() {
        ObjectNode body = JsonMappers.PLAIN
                .createObjectNode()
                .put("apiVersion", "coordination.k8s.io/v1")
                .put("kind", "Lease");
        body.putObject("metadata").put("name", name);
        return body;
    }

    @Override
    public Optional<Lease> rewrite(Lease own, boolean offered) throws IOException {
        ObjectNode body = latest.deepCopy();
        body.withObjectProperty("spec").put("renewTime", MICRO_TIME.format(Instant.now()));
        offer(body, offered);
        return write(body, true);
    }

    private static void offer(ObjectNode body, boolean offered) {
        ObjectNode annotations = body.withObjectProperty("metadata").withObjectProperty("annotations");
        if (offered) {
            annotations.put(OFFERED, "true");
        } else {
            annotations.remove(OFFERED);
        }
    }

    @Override
    public void release(Lease own) throws IOException {
        ObjectNode body = latest.deepCopy();
        body.withObjectProperty("spec").put("holderIdentity", "");
        write(body, true);
    }

    private Optional<Lease> write(ObjectNode body, boolean exists) throws IOException {
        HttpResponse<String> answer = send(
                exists ? "PUT" : "POST",
                exists ? "/" + name : "",
                BodyPublishers.ofByteArray(JsonMappers.PLAIN.writeValueAsBytes(body)));
        return answer.statusCode() == CONFLICT || answer.statusCode() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(known(answer));
    }

    private Lease known(HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status != OK && status != CREATED) {
            throw new IOException("Kubernetes answers " + status + " to a request for the lease " + name
                    + (status == 403 ? ": the service account needs get, create and update on leases" : ""));
        }
        latest = (ObjectNode) JsonMappers.PLAIN.readTree(answer.body());
        JsonNode spec = latest.path("spec");
        JsonNode metadata = latest.path("metadata");
        return new Lease(
                spec.path("holderIdentity").asText(""),
                spec.path("leaseTransitions").asLong(),
                metadata.path("resourceVersion").asText(),
                Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong()),
                metadata.path("annotations").has(OFFERED));
    }

    /** @param path the path below the leases of the namespace */
    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(leases + path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body);
        Path token = account.resolve("token");
        if (Files.exists(token)) {
            // read for each request, because Kubernetes replaces the token every hour
            request.header("Authorization", "Bearer " + text(token));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the request to Kubernetes was interrupted", e);
        }
    }
}
