package dev.twitchrelay.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Makes this process a replica, by where leaders are elected. */
public final class Replicas {
    private final StreamSettings stream;
    private final Duration lease;
    private final int mostWaiting;
    private final String latestOnly;
    private final Replica.Neighbours neighbours;

    /**
     * @param lease how long a leader that is not heard of stays leader, at least a second
     * @param mostWaiting how many messages the leader keeps while NATS is away
     * @param latestOnly the hub's type of message of which only the latest matters
     */
    public Replicas(
            StreamSettings stream, Duration lease, int mostWaiting, String latestOnly, Replica.Neighbours neighbours) {
        this.stream = stream;
        this.lease = lease;
        this.mostWaiting = mostWaiting;
        this.latestOnly = latestOnly;
        this.neighbours = neighbours;
    }

    /** @param folder shared by the processes of this machine */
    public Replica onThisMachine(Path folder) throws IOException {
        return replica(new FileLeaseStore(folder));
    }

    /**
     * @param namespace empty for the pod's own
     * @param name of the lease
     * @throws IOException when this is no pod, or its service account is not there
     */
    public Replica inKubernetes(String namespace, String name) throws IOException {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IOException("this is no pod: KUBERNETES_SERVICE_HOST is not set");
        }
        Path own = KubernetesApi.SERVICE_ACCOUNT.resolve("namespace");
        String in = namespace.isEmpty()
                ? Files.readString(own, StandardCharsets.UTF_8).strip()
                : namespace;
        URI api = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return replica(new KubernetesLeaseStore(
                new KubernetesApi(api, KubernetesApi.SERVICE_ACCOUNT, lease.dividedBy(3)), in, name));
    }

    private Replica replica(LeaseStore store) throws IOException {
        // a restart is another candidate: what it did before may still be on its way
        String name = InetAddress.getLocalHost().getHostName() + "_"
                + UUID.randomUUID().toString().substring(0, 8);
        return new Replica(stream, store, name, lease, mostWaiting, latestOnly, neighbours);
    }
}
