package dev.twitchrelay.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A lease in a {@code Lease} object of Kubernetes, {@code coordination.k8s.io/v1}; the term is
 * {@code leaseTransitions}. It needs the verbs get, create and update on leases. The API server accepts only one of
 * several simultaneous writes, by {@code resourceVersion}. Not thread-safe; {@link LeaderElection} calls it on its own
 * thread.
 */
final class KubernetesLeaseStore implements LeaseStore {
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String OFFERED = "twitch-relay/offered";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesApi api;
    private final URI leases;
    private final URI lease;
    private final String name;
    private ObjectNode latest;

    KubernetesLeaseStore(KubernetesApi api, String namespace, String name) {
        this.api = api;
        this.name = name;
        this.leases = api.resolve("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases");
        this.lease = URI.create(leases + "/" + name);
    }

    @Override
    public Optional<Lease> read() throws IOException {
        KubernetesApi.Answer answer = api.send("GET", lease, BodyPublishers.noBody());
        if (answer.status() == NOT_FOUND) {
            latest = null;
            return Optional.empty();
        }
        return Optional.of(known(answer, OK));
    }

    @Override
    public Optional<Lease> take(Optional<Lease> seen, String holder, Duration duration) throws IOException {
        ObjectNode body = seen.isPresent() ? latest.deepCopy() : fresh();
        ObjectNode spec = body.withObjectProperty("spec");
        String now = MICRO_TIME.format(Instant.now());
        spec.put("holderIdentity", holder)
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
    public Optional<Lease> renew(Lease own, boolean offered) throws IOException {
        Optional<Lease> renewed = renewOnce(offered);
        if (renewed.isPresent()) {
            return renewed;
        }
        // another write may have come between, for example by a person with kubectl
        Optional<Lease> now = read();
        return now.isPresent()
                        && now.get().holder().equals(own.holder())
                        && now.get().term() == own.term()
                ? renewOnce(offered)
                : Optional.empty();
    }

    private Optional<Lease> renewOnce(boolean offered) throws IOException {
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
        KubernetesApi.Answer answer = api.send(
                exists ? "PUT" : "POST",
                exists ? lease : leases,
                BodyPublishers.ofByteArray(JsonMappers.PLAIN.writeValueAsBytes(body)));
        if (answer.status() == CONFLICT || answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(known(answer, exists ? OK : CREATED));
    }

    private Lease known(KubernetesApi.Answer answer, int expected) throws IOException {
        if (answer.status() != expected && answer.status() != OK && answer.status() != CREATED) {
            throw new IOException("Kubernetes answers " + answer.status() + " to a request for the lease " + name
                    + (answer.status() == 403 ? ": the service account needs get, create and update on leases" : ""));
        }
        latest = (ObjectNode) JsonMappers.PLAIN.readTree(answer.body());
        JsonNode spec = latest.path("spec");
        return new Lease(
                spec.path("holderIdentity").asText(""),
                spec.path("leaseTransitions").asLong(),
                latest.path("metadata").path("resourceVersion").asText(),
                Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong()),
                latest.path("metadata").path("annotations").has(OFFERED),
                false);
    }

    @Override
    public void close() {}
}
