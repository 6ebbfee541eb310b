package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.http.AdminToken;
import dev.twitchrelay.http.StoppedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings of {@link Diagnosis} about clients of the port: limits that stopped clients, and guesses of the admin
 * token. Used by one thread for one diagnosis.
 */
final class AccessFindings {
    private static final String ADMIN_TOKEN = "admin token";
    private static final Duration GUESSED_LATELY = Duration.ofHours(1);

    private final JsonNode status;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    AccessFindings(JsonNode status, Instant now) {
        this.status = status;
        this.now = now;
    }

    List<Finding> all() {
        connections();
        adminToken();
        return findings;
    }

    /** The actions of clients that were stopped, in the words of the log. */
    private void connections() {
        JsonNode stopped = status.path("connections").path("stopped");
        for (StoppedClients.Limit kind : StoppedClients.Limit.values()) {
            long count = stopped.path(kind.key()).asLong();
            if (count > 0) {
                findings.add(Finding.note(
                        "connections",
                        count + " " + kind.words() + "; counted since the start",
                        switch (kind) {
                            case CONNECTIONS ->
                                "if these are viewers, raise the limit of open files (ulimit -n, or LimitNOFILE in a"
                                        + " systemd unit) and sse.max-clients, and restart the relay";
                            case ADDRESS, STREAMS ->
                                "if these are viewers who share an address, raise sse.max-clients-per-address; behind a"
                                        + " reverse proxy set it to 0";
                            default -> null;
                        }));
            }
        }
    }

    private void adminToken() {
        JsonNode admin = status.path("admin");
        if (!admin.path("needed").asBoolean()) {
            return;
        }
        if (admin.path("problem").isTextual()) {
            findings.add(Finding.problem(
                    ADMIN_TOKEN,
                    admin.path("problem").asText(),
                    "set RELAY_ADMIN_TOKEN to the output of this command: " + AdminToken.MAKER));
            return;
        }
        if (!admin.path("set").asBoolean()) {
            findings.add(Finding.note(
                    ADMIN_TOKEN, "not set, so nobody can send test events or change anything over HTTP", null));
            return;
        }
        long wrong = admin.path("wrong").asLong() + admin.path("refused").asLong();
        JsonNode latest = admin.path("latestAt");
        String text = wrong == 0
                ? "set; nobody has sent a wrong token"
                : wrong + " wrong tokens since the start, the latest " + HumanTime.since(latest, now);
        boolean guessed = admin.path("refused").asLong() > 0
                && Duration.between(Instant.parse(latest.asText()), now).compareTo(GUESSED_LATELY) < 0;
        findings.add(
                guessed
                        ? Finding.problem(
                                ADMIN_TOKEN,
                                "somebody tries to guess it: " + text + "; guesses are slowed down",
                                "find the address in the relay's log and block it with a firewall or the proxy")
                        : Finding.ok(ADMIN_TOKEN, text));
    }
}
