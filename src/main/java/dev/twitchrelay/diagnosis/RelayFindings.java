package dev.twitchrelay.diagnosis;

import static dev.twitchrelay.diagnosis.Findings.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.http.AdminToken;
import dev.twitchrelay.http.StoppedClientCounts.Limit;
import java.time.Duration;
import java.time.Instant;

/**
 * The findings of {@link Diagnosis} about the relay itself: the cluster, the clock, the disk, routes, sinks, clients of the
 * port, and guesses of the admin token. Used by one thread for one diagnosis.
 */
final class RelayFindings {
    private static final String ADMIN_TOKEN = "admin token";
    private static final long TOLERATED_SKEW_SECONDS = 60;
    private static final Duration GUESSED_LATELY = Duration.ofHours(1);
    private static final String MAKE_ROOM =
            "make room in the folder relay.data, or make it writable; a restart sets the count to 0";

    private final JsonNode status;
    private final Instant now;
    private final Findings findings;

    RelayFindings(JsonNode status, Instant now, Findings findings) {
        this.status = status;
        this.now = now;
        this.findings = findings;
    }

    void cluster() {
        JsonNode cluster = status.path("cluster");
        if (cluster.isMissingNode()) {
            return;
        }
        String leader = cluster.path("leader").asText();
        if (leader.isEmpty()) {
            findings.problem("cluster", "no relay leads", "if it stays so, find the reason in the relays' logs");
        } else {
            findings.ok("cluster", cluster.path("leads").asBoolean() ? "this relay leads" : leader + " leads");
        }
        if (text(cluster, "problem") != null) {
            findings.problem(
                    "cluster",
                    text(cluster, "problem"),
                    "check NATS (cluster.nats.servers) and the leader's lease; clients stay connected meanwhile");
        }
    }

    void clock() {
        JsonNode skew = status.path("clockSkew");
        if (!skew.path("seconds").isIntegralNumber()) {
            findings.ok("clock", "not compared with Twitch's clock yet");
            return;
        }
        long seconds = skew.path("seconds").asLong();
        String text = Math.abs(seconds) <= 1
                ? "as Twitch's"
                : HumanTime.duration(Duration.ofSeconds(Math.abs(seconds))) + (seconds > 0 ? " ahead of" : " behind")
                        + " Twitch's";
        if (Math.abs(seconds) <= TOLERATED_SKEW_SECONDS) {
            findings.ok("clock", text);
        } else {
            findings.problem("clock", text, "switch on time synchronisation (NTP) on this computer");
        }
    }

    /** The journal, and the small files that could not be written. */
    void disk() {
        JsonNode journal = status.path("journal");
        if (text(journal, "problem") != null) {
            findings.problem(
                    "journal",
                    text(journal, "problem") + "; " + journal.path("waiting").asInt() + " events wait in memory",
                    "make room in the folder relay.data, or make it writable; clients get events meanwhile");
        }
        long dropped = journal.path("dropped").asLong();
        if (dropped > 0) {
            findings.problem(
                    "journal",
                    dropped + " events since the start will be missing after a restart: neither the disk nor memory had"
                            + " room for them",
                    MAKE_ROOM);
        }
        for (JsonNode file : status.path("unwritten")) {
            findings.problem(
                    "disk",
                    text(file, "file") + " cannot be written: " + text(file, "problem"),
                    "make room there, or make it writable; until then its contents are only in memory, and a restart"
                            + " loses them");
        }
    }

    void routes() {
        for (JsonNode route : status.path("routes")) {
            String state = route.path("state").asText("Started");
            if (!state.equals("Started") && !state.equals("Standby")) {
                String error = text(route, "lastError");
                findings.sharedProblem(
                        "route " + text(route, "id"),
                        error == null ? state : state + ": " + error,
                        "correct its file in the folder relay.routes");
            }
        }
    }

    /** Edited route files that the relay has refused, or that wait for the end of the stream. */
    void routeFiles() {
        for (JsonNode file : status.path("routeFiles")) {
            String subject = "route file " + text(file, "file");
            JsonNode problems = file.path("problems");
            if (!problems.isEmpty()) {
                findings.problem(
                        subject,
                        String.join(
                                        "; ",
                                        problems.valueStream()
                                                .map(JsonNode::asText)
                                                .toList())
                                + (text(file, "version") == null
                                        ? "; nothing of it runs"
                                        : "; the version before it runs on"),
                        "correct the file and save it");
            } else if (file.path("state").asText().equals("staged")) {
                findings.note(subject, "the edit waits until the stream ends", null);
            }
        }
    }

    void sinks() {
        for (JsonNode sink : status.path("sinks")) {
            String name = "sink " + text(sink, "name");
            String state = sink.path("state").asText();
            int dead = sink.path("dead").asInt();
            String letters = dead == 0 ? "" : ", " + dead + " are dead letters";
            String trouble = state + ": " + sink.path("trouble").asText("in trouble") + "; "
                    + sink.path("waiting").asInt() + " messages wait" + letters;
            String reason = text(sink, "reason");
            switch (state) {
                case "stopped", "failing" -> findings.problem(name, trouble, reason);
                case "waiting" -> findings.note(name, trouble, reason);
                case "ready" -> {
                    String delivered = sink.path("delivered").asLong() + " messages delivered";
                    if (dead == 0) {
                        findings.ok(name, delivered);
                    } else {
                        findings.note(
                                name,
                                delivered + letters,
                                "the command outbox list shows the reasons; then use outbox retry or drop "
                                        + text(sink, "name"));
                    }
                }
                default -> {
                    // an asleep sink is not in use, so there is nothing to report
                }
            }
            long lost = sink.path("lost").asLong();
            if (lost > 0) {
                findings.problem(
                        name,
                        lost + " messages since the start are lost: neither the disk nor memory had room for them",
                        MAKE_ROOM);
            }
        }
    }

    /** The clients that limits stopped, in the words of the log. */
    void clients() {
        JsonNode stopped = status.path("connections").path("stopped");
        for (Limit limit : Limit.values()) {
            long count = stopped.path(limit.key()).asLong();
            if (count > 0) {
                findings.note(
                        "connections",
                        count + " " + limit.words() + "; counted since the start",
                        switch (limit) {
                            case CONNECTIONS ->
                                "if these are viewers, raise the limit of open files (ulimit -n, or LimitNOFILE in a"
                                        + " systemd unit) and sse.max-clients, and restart the relay";
                            case ADDRESS, STREAMS ->
                                "if these are viewers who share an address, raise sse.max-clients-per-address; behind a"
                                        + " reverse proxy set it to 0";
                            default -> null;
                        });
            }
        }
    }

    void adminToken() {
        JsonNode admin = status.path("admin");
        if (!admin.path("needed").asBoolean()) {
            return;
        }
        if (text(admin, "problem") != null) {
            findings.problem(
                    ADMIN_TOKEN,
                    text(admin, "problem"),
                    "set RELAY_ADMIN_TOKEN to the output of this command: " + AdminToken.MAKER);
            return;
        }
        if (!admin.path("set").asBoolean()) {
            findings.note(ADMIN_TOKEN, "not set, so nobody can send test events or change anything over HTTP", null);
            return;
        }
        long refused = admin.path("refused").asLong();
        long wrong = admin.path("wrong").asLong() + refused;
        JsonNode latest = admin.path("latestAt");
        String text = wrong == 0
                ? "set; nobody has sent a wrong token"
                : wrong + " wrong tokens since the start, the latest " + HumanTime.since(latest, now);
        if (refused > 0 && Duration.between(Instant.parse(latest.asText()), now).compareTo(GUESSED_LATELY) < 0) {
            findings.problem(
                    ADMIN_TOKEN,
                    "somebody tries to guess it: " + text + "; guesses are slowed down",
                    "find the address in the relay's log and block it with a firewall or the proxy");
        } else {
            findings.ok(ADMIN_TOKEN, text);
        }
    }
}
