package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The findings of {@link Diagnosis} about the cluster. Used by one thread for one diagnosis. */
final class ClusterFindings {
    private final JsonNode status;
    private final List<Finding> findings = new ArrayList<>();

    ClusterFindings(JsonNode status) {
        this.status = status;
    }

    List<Finding> all() {
        JsonNode cluster = status.path("cluster");
        if (cluster.isMissingNode()) {
            return findings;
        }
        String leader = cluster.path("leader").asText();
        if (leader.isEmpty()) {
            findings.add(Finding.problem(
                    "cluster", "no relay leads", "if it stays so, find the reason in the relays' logs"));
        } else {
            findings.add(
                    Finding.ok("cluster", cluster.path("leads").asBoolean() ? "this relay leads" : leader + " leads"));
        }
        if (cluster.path("problem").isTextual()) {
            findings.add(Finding.problem(
                    "cluster",
                    cluster.path("problem").asText(),
                    "check NATS (cluster.nats.servers) and the leader's lease; clients stay connected meanwhile"));
        }
        return findings;
    }
}
