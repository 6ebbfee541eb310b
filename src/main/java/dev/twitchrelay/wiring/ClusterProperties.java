package dev.twitchrelay.wiring;

import dev.twitchrelay.cluster.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code cluster.*}, which count in the profile {@code cluster} only. */
@ConfigurationProperties("cluster")
record ClusterProperties(
        Nats nats, String election, Duration leaseDuration, int buffer, Kubernetes kubernetes, File file) {

    record Nats(
            List<String> servers,
            String token,
            String user,
            String password,
            String credentials,
            String stream,
            int replicas) {

        StreamSettings.Login login() {
            return new StreamSettings.Login(text(token), text(user), text(password), text(credentials));
        }

        private static String text(String value) {
            return value == null ? "" : value.strip();
        }

        @Override
        public String toString() {
            return "Nats[stream=" + stream + ", secrets hidden]";
        }
    }

    record Kubernetes(String lease, String namespace) {}

    record File(Path folder) {}

    /** @throws InvalidSettingException naming the first setting that is wrong */
    void check() {
        if (nats.servers().isEmpty()
                || !nats.servers().stream().allMatch(server -> server.matches("(nats|tls|ws|wss)://[^\\s,]+"))) {
            // without the value: there may be a password in it
            throw new InvalidSettingException(
                    "cluster.nats.servers is no list of addresses",
                    "set it to addresses such as nats://localhost:4222, separated by commas");
        }
        StreamSettings.Login login = nats.login();
        if (Stream.of(login.token(), login.user(), login.credentials())
                        .filter(text -> !text.isEmpty())
                        .count()
                > 1) {
            throw new InvalidSettingException(
                    "more than one of cluster.nats.token, cluster.nats.user and cluster.nats.credentials is set",
                    "keep only the setting that the NATS servers ask for");
        }
        if (login.user().isEmpty() != login.password().isEmpty()) {
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
        if (!List.of("auto", "kubernetes", "file").contains(election)) {
            throw new InvalidSettingException(
                    "cluster.election is '" + election + "'", "set it to auto, kubernetes or file");
        }
        if (leaseDuration == null
                || leaseDuration.compareTo(Duration.ofSeconds(1)) < 0
                || leaseDuration.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new InvalidSettingException(
                    "cluster.lease-duration is " + leaseDuration, "set it to between 1s and 5m, with its unit");
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

    /** @param history how many events a replica reads back when it starts */
    StreamSettings stream(int history) {
        return new StreamSettings(nats.servers(), nats.login(), nats.stream(), nats.replicas(), history);
    }
}
