package dev.twitchrelay.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static List<Finding> findings(String status) {
        try {
            return Diagnosis.of(new ObjectMapper().readTree(status), Instant.parse("2026-11-24T20:00:00Z"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aPollThatTwitchRefusesIsANoteInTwitchsWords() {
        assertThat(
                        findings(
                                "{\"signIn\":{\"signedIn\":true},\"polls\":{\"poll-subscriptions\":"
                                        + "{\"lastSuccessAt\":null,\"error\":null,\"refusal\":\"this channel has no subscriptions\"}}}"))
                .contains(Finding.note("poll-subscriptions", "this channel has no subscriptions", null))
                .noneMatch(finding -> finding.isProblem() && finding.subject().startsWith("poll"));
    }

    @Test
    void whatIsLeftOutOnPurposeIsNamed() {
        List<Finding> findings = findings(
                "{\"signIn\":{\"signedIn\":true},\"eventsub\":[{\"state\":\"live\",\"invalid\":2,\"subscriptions\":[]}],"
                        + "\"recovery\":{\"repeats\":3,\"latestRepeat\":\"stream.online of 46\"}}");

        assertThat(findings)
                .anyMatch(finding ->
                        finding.level().equals("note") && finding.text().startsWith("2 messages"));
        assertThat(findings)
                .anyMatch(finding -> finding.subject().equals("repeats")
                        && finding.text().endsWith("the latest: stream.online of 46"));
    }

    @Test
    void eventsThatTheJournalHadNoRoomForAreAProblemAlsoWhenItWritesAgain() {
        assertThat(findings("{\"journal\":{\"problem\":null,\"waiting\":0,\"dropped\":7}}"))
                .anyMatch(finding -> finding.isProblem()
                        && finding.subject().equals("journal")
                        && finding.text().startsWith("7 events since the start will be missing after a restart"));
    }
}
