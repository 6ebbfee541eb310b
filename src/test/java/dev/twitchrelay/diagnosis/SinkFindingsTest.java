package dev.twitchrelay.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.outbox.FailureKind;
import dev.twitchrelay.outbox.SinkStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkFindingsTest {
    private static Finding of(SinkStatus status) {
        return Diagnosis.of(new ObjectMapper().valueToTree(Map.of("sinks", List.of(status))), Instant.EPOCH).stream()
                .filter(finding -> finding.subject().equals("sink telegram"))
                .findFirst()
                .orElseThrow();
    }

    private static SinkStatus status(String state, int waiting, int dead, FailureKind failure, String reason) {
        return new SinkStatus(
                "telegram", state, waiting, 0, 0, dead, 0, failure == null ? null : failure.words(), reason, 0, 0);
    }

    @Test
    void aSinkWhoseMessagesDiedIsAProblemInTheWordsOfTheStatus() {
        Finding finding = of(status("failing", 0, 6, FailureKind.REFUSED, "answered 400: chat not found: correct it"));

        assertThat(finding)
                .isEqualTo(Finding.problem(
                        "sink telegram",
                        "failing: its peer refuses messages for good; 0 messages wait, 6 are dead letters",
                        "answered 400: chat not found: correct it"));
    }

    @Test
    void deadLettersOfASinkThatDeliversAgainAreNoted() {
        Finding finding = of(status("ready", 0, 2, null, null));

        assertThat(finding.level()).isEqualTo(Finding.NOTE);
        assertThat(finding.text()).isEqualTo("0 messages delivered, 2 are dead letters");
    }

    @Test
    void aSinkThatWaitsIsNoProblem() {
        assertThat(of(status("waiting", 3, 0, FailureKind.NETWORK, "no answer in time"))
                        .level())
                .isEqualTo(Finding.NOTE);
    }
}
