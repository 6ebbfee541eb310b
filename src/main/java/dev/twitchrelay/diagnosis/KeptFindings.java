package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings of {@link Diagnosis} about stored data: the journal, small files and sinks. Used by one thread for one
 * diagnosis.
 */
final class KeptFindings {
    private static final String MAKE_ROOM =
            "make room in the folder relay.data, or make it writable; a restart sets the count to 0";

    private final JsonNode status;
    private final List<Finding> findings = new ArrayList<>();

    KeptFindings(JsonNode status) {
        this.status = status;
    }

    List<Finding> ofDisk() {
        journal();
        unwritten();
        return findings;
    }

    List<Finding> ofSinks() {
        sinks();
        return findings;
    }

    private void sinks() {
        for (JsonNode sink : status.path("sinks")) {
            String name = "sink " + sink.path("name").asText();
            String state = sink.path("state").asText();
            int dead = sink.path("dead").asInt();
            String counts = sink.path("waiting").asInt() + " messages wait"
                    + (dead == 0 ? "" : ", " + dead + " are dead letters");
            String reason = sink.path("reason").asText(null);
            String trouble = sink.path("trouble").asText("in trouble");
            switch (state) {
                case "stopped", "failing" ->
                    findings.add(Finding.problem(name, state + ": " + trouble + "; " + counts, reason));
                case "waiting" -> findings.add(Finding.note(name, state + ": " + trouble + "; " + counts, reason));
                case "ready" -> {
                    String delivered = sink.path("delivered").asLong() + " messages delivered";
                    findings.add(
                            dead == 0
                                    ? Finding.ok(name, delivered)
                                    : Finding.note(
                                            name,
                                            delivered + ", " + dead + " are dead letters",
                                            "the command outbox list shows the reasons; then use outbox retry or drop "
                                                    + sink.path("name").asText()));
                }
                default -> {
                    // an asleep sink is not in use, so there is nothing to report
                }
            }
            long lost = sink.path("lost").asLong();
            if (lost > 0) {
                findings.add(Finding.problem(
                        name,
                        lost + " messages since the start are lost: neither the disk nor memory had room for them",
                        MAKE_ROOM));
            }
        }
    }

    private void journal() {
        JsonNode journal = status.path("journal");
        if (journal.path("problem").isTextual()) {
            findings.add(Finding.problem(
                    "journal",
                    journal.path("problem").asText() + "; "
                            + journal.path("waiting").asInt() + " events wait in memory",
                    "make room in the folder relay.data, or make it writable; clients get events meanwhile"));
        }
        long dropped = journal.path("dropped").asLong();
        if (dropped > 0) {
            findings.add(Finding.problem(
                    "journal",
                    dropped + " events since the start will be missing after a restart: neither the disk nor memory had"
                            + " room for them",
                    MAKE_ROOM));
        }
    }

    private void unwritten() {
        for (JsonNode file : status.path("unwritten")) {
            findings.add(Finding.problem(
                    "disk",
                    file.path("file").asText() + " cannot be written: "
                            + file.path("problem").asText(),
                    "make room there, or make it writable; until then its contents are only in memory, and a restart"
                            + " loses them"));
        }
    }
}
