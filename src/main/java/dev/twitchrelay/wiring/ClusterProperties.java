package dev.twitchrelay.wiring;

import dev.twitchrelay.cluster.StreamSettings;
import dev.twitchrelay.eventsub.EventSubSessions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Profile;

/** The settings {@code cluster.*}. They exist in the profile {@code cluster} only. */
@ConfigurationProperties("cluster")
@Profile("cluster")
record ClusterProperties(
        Nats nats, String election, Duration leaseDuration, int sessions, int buffer, Kubernetes kubernetes)
        implements InitializingBean {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);

    record Nats(
            List<String> servers,
            @DefaultValue("") String token,
            @DefaultValue("") String user,
            @DefaultValue("") String password,
            @DefaultValue("") String credentials,
            String stream,
            int replicas) {

        @Override
        public String toString() {
            return "Nats[stream=" + stream + ", secrets hidden]";
        }
    }

    record Kubernetes(String lease, @DefaultValue("") String namespace) {}

    /** @throws InvalidSettingException naming the first setting that is wrong */
    @Override
    public void afterPropertiesSet() {
        if (nats.servers().isEmpty()
                || !nats.servers().stream().allMatch(server -> server.matches("(nats|tls|ws|wss)://[^\\s,]+"))) {
            // without the value, because it may contain a password
            throw new InvalidSettingException(
                    "cluster.nats.servers is no list of addresses",
                    "set it to addresses such as nats://localhost:4222, separated by commas");
        }
        long logins = Stream.of(nats.token(), nats.user(), nats.credentials())
                .filter(text -> !text.isEmpty())
                .count();
        if (logins > 1) {
            throw new InvalidSettingException(
                    "more than one of cluster.nats.token, cluster.nats.user and cluster.nats.credentials is set",
                    "keep only the setting that the NATS servers ask for");
        }
        if (nats.user().isEmpty() != nats.password().isEmpty()) {
            throw new InvalidSettingException(
                    "only one of cluster.nats.user and cluster.nats.password is set", "set both, or neither");
        }
        if (!nats.stream().matches("[A-Za-z0-9_-]{1,64}")) {
            throw new InvalidSettingException(
                    "cluster.nats.stream is '" + nats.stream() + "'",
                    "write letters, digits, dashes and underscores only");
        }
        if (nats.replicas() < 1 || nats.replicas() > 5) {
            throw new InvalidSettingException(
                    "cluster.nats.replicas is " + nats.replicas(), "set it to a number from 1 to 5");
        }
        if (!List.of("auto", "kubernetes", "nats").contains(election)) {
            throw new InvalidSettingException(
                    "cluster.election is '" + election + "'", "set it to auto, kubernetes or nats");
        }
        if (leaseDuration == null
                || leaseDuration.compareTo(SHORTEST_LEASE) < 0
                || leaseDuration.compareTo(LONGEST_LEASE) > 0) {
            throw new InvalidSettingException(
                    "cluster.lease-duration is " + leaseDuration, "set it to between 1s and 5m, with its unit");
        }
        if (sessions < 1 || sessions > EventSubSessions.MOST_SESSIONS) {
            throw new InvalidSettingException(
                    "cluster.sessions is " + sessions,
                    "set it to a number from 1 to " + EventSubSessions.MOST_SESSIONS);
        }
        if (buffer < 1 || buffer > 1_000_000) {
            throw new InvalidSettingException(
                    "cluster.buffer is " + buffer, "set it to between 1 and 1000000 messages");
        }
        if (!kubernetes.lease().matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?")) {
            throw new InvalidSettingException(
                    "cluster.kubernetes.lease is '" + kubernetes.lease() + "'",
                    "write a name of lower-case letters, digits and dashes");
        }
    }

    /** Whether the leader is found by a Lease of Kubernetes, and not by a lease in NATS. */
    boolean electsInKubernetes() {
        return election.equals("kubernetes")
                || (election.equals("auto") && System.getenv("KUBERNETES_SERVICE_HOST") != null);
    }

    /** @param history the number of events that a replica reads back when it starts */
    StreamSettings stream(int history) {
        StreamSettings.Login login =
                new StreamSettings.Login(nats.token(), nats.user(), nats.password(), nats.credentials());
        return new StreamSettings(nats.servers(), login, nats.stream(), nats.replicas(), history);
    }
}
