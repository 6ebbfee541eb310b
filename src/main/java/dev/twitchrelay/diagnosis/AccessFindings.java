package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.http.Abuse;
import dev.twitchrelay.http.AdminToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What {@link Diagnosis} finds about those who reach the port: clients that were stopped, and guesses of the admin token. */
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

    /** What clients were stopped from, in the words of the log. */
    private void connections() {
        JsonNode stopped = status.path("connections").path("stopped");
        for (Abuse.Kind kind : Abuse.Kind.values()) {
            long count = stopped.path(kind.key()).asLong();
            if (count > 0) {
                findings.add(Finding.note(
                        "connections",
                        count + " " + kind.words() + "; counted since the start",
                        switch (kind) {
                            case CONNECTIONS ->
                                "if these are viewers, raise the limit of files (ulimit -n, or LimitNOFILE in a unit of"
                                        + " systemd) and sse.max-clients, and start again";
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
                    "set RELAY_ADMIN_TOKEN to what this command prints: " + AdminToken.MAKER));
            return;
        }
        if (!admin.path("set").asBoolean()) {
            findings.add(Finding.note(
                    ADMIN_TOKEN, "not set, so nobody can fire test events or change anything over HTTP", null));
            return;
        }
        long wrong = admin.path("wrong").asLong() + admin.path("refused").asLong();
        JsonNode latest = admin.path("latestAt");
        String text = wrong == 0
                ? "set; nobody has shown a wrong one"
                : wrong + " wrong ones since the start, the latest " + Spoken.since(latest, now);
        boolean guessed = admin.path("refused").asLong() > 0
                && Duration.between(Instant.parse(latest.asText()), now).compareTo(GUESSED_LATELY) < 0;
        findings.add(
                guessed
                        ? Finding.problem(
                                ADMIN_TOKEN,
                                "somebody guesses it: " + text + "; guesses are slowed down",
                                "see the relay's log for the address, and keep it away with a firewall or the proxy")
                        : Finding.ok(ADMIN_TOKEN, text));
    }
}
