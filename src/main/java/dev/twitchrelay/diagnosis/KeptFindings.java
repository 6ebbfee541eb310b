package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What {@link Diagnosis} finds about all that is kept until it is delivered or read again: journal, small files, sinks. */
final class KeptFindings {
    private static final String ROOM_FOR_THE_LOST =
            "make room in the folder relay.data, or make it writable; the count begins anew with a restart";

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
                                            "see why with: outbox list; then: outbox retry or drop "
                                                    + sink.path("name").asText()));
                }
                default -> {
                    // asleep: nobody asked for it
                }
            }
            long lost = sink.path("lost").asLong();
            if (lost > 0) {
                findings.add(Finding.problem(
                        name,
                        lost + " messages since the start are lost: neither the disk nor memory had room for them",
                        ROOM_FOR_THE_LOST));
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
                    "make room in the folder relay.data, or make it writable; events reach clients meanwhile"));
        }
        long dropped = journal.path("dropped").asLong();
        if (dropped > 0) {
            findings.add(Finding.problem(
                    "journal",
                    dropped + " events since the start will be missing after a restart: neither the disk nor memory had"
                            + " room for them",
                    ROOM_FOR_THE_LOST));
        }
    }

    private void unwritten() {
        for (JsonNode file : status.path("unwritten")) {
            findings.add(Finding.problem(
                    "disk",
                    file.path("file").asText() + " cannot be written: "
                            + file.path("problem").asText(),
                    "make room there, or make it writable; until then it is in memory only, and a restart forgets it"));
        }
    }
}
