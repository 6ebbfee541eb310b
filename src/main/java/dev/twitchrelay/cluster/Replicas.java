package dev.twitchrelay.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Creates the replica of this process, with the place of its leader election. */
public final class Replicas {
    private final StreamSettings stream;
    private final Duration lease;
    private final int capacity;
    private final String latestOnly;
    private final Replica.Neighbours neighbours;

    /**
     * @param lease the time after which a silent leader is replaced, at least a second
     * @param capacity the number of messages that the leader keeps while NATS cannot be reached
     * @param latestOnly the message type of which only the latest message matters
     */
    public Replicas(
            StreamSettings stream, Duration lease, int capacity, String latestOnly, Replica.Neighbours neighbours) {
        this.stream = stream;
        this.lease = lease;
        this.capacity = capacity;
        this.latestOnly = latestOnly;
        this.neighbours = neighbours;
    }

    /**
     * Elects the leader among the processes of this machine.
     *
     * @param folder the folder that these processes share
     */
    public Replica onThisMachine(Path folder) throws IOException {
        return replica(new FileLeaseStore(folder));
    }

    /**
     * Elects the leader among the pods of a namespace.
     *
     * @param namespace the namespace, or empty for the pod's own
     * @param name the name of the lease
     * @throws IOException when this process is not in a pod or has no service account
     */
    public Replica inKubernetes(String namespace, String name) throws IOException {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IOException("this process does not run in a pod: KUBERNETES_SERVICE_HOST is not set");
        }
        Path ownNamespace = KubernetesApi.SERVICE_ACCOUNT.resolve("namespace");
        String chosen = namespace.isEmpty()
                ? Files.readString(ownNamespace, StandardCharsets.UTF_8).strip()
                : namespace;
        URI api = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return replica(new KubernetesLeaseStore(
                new KubernetesApi(api, KubernetesApi.SERVICE_ACCOUNT, lease.dividedBy(3)), chosen, name));
    }

    private Replica replica(LeaseStore store) throws IOException {
        // a restarted process is another candidate, because messages of the earlier process may still be on their way
        String name = InetAddress.getLocalHost().getHostName() + "_"
                + UUID.randomUUID().toString().substring(0, 8);
        return new Replica(stream, store, name, lease, capacity, latestOnly, neighbours);
    }
}
