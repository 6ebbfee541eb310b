package dev.twitchrelay.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
    void eachSessionIsToldAndOneThatCannotBeHadIsNoProblemWhileAnotherLives() {
        String refused = "{\"state\":\"waiting\",\"reason\":\"Twitch allows no further session\",\"subscriptions\":[]}";
        String live = "{\"state\":\"live\",\"lastFrameAt\":\"2026-11-24T19:59:57Z\",\"subscriptions\":[]}";

        assertThat(findings(
                        "{\"signIn\":{\"signedIn\":true},\"eventsub\":[" + live + "," + live + "," + refused + "]}"))
                .filteredOn(finding -> finding.subject().equals("EventSub"))
                .extracting(Finding::level, Finding::text)
                .containsExactly(
                        tuple("ok", "connected; the latest frame came 3 s ago"),
                        tuple("ok", "connected; the latest frame came 3 s ago"),
                        tuple(
                                "note",
                                "one of the sessions is not connected (waiting): Twitch allows no further session"));
        assertThat(findings("{\"signIn\":{\"signedIn\":true},\"eventsub\":[" + refused + "]}"))
                .anyMatch(finding -> finding.isProblem() && finding.text().startsWith("not connected (waiting)"));
    }

    private static List<Finding> copies(String eventsub, boolean areComparable) {
        return findings("{\"signIn\":{\"signedIn\":true},\"eventsub\":" + eventsub
                        + ",\"copies\":{\"twins\":12,\"withoutTwin\":3,\"areComparable\":" + areComparable + "}}")
                .stream()
                .filter(finding -> finding.subject().equals("sessions"))
                .toList();
    }

    @Test
    void copiesAreCountedAndSessionsThatDifferAreAProblem() {
        assertThat(copies("[{},{}]", true))
                .containsExactly(
                        Finding.ok("sessions", "12 copies of events recognized, 3 events from one session only"));
        assertThat(copies("[{}]", true)).isEmpty();
        assertThat(copies("[{}]", false)).singleElement().matches(Finding::isProblem);
    }

    private static Finding signIn(String state, String problem) {
        return findings("{\"signIn\":{\"signedIn\":false,\"state\":\"" + state + "\",\"problem\":\"" + problem + "\"}}")
                .get(0);
    }

    @Test
    void aSignInWhoseCauseIsASettingIsMendedThereAndTheNamesOfTwitchsSitesAreNoSettings() {
        String page = "open the relay's page and ask for a sign-in code there";

        assertThat(signIn("required", "set twitch.client-id (TWITCH_CLIENT_ID)").remedy())
                .isEqualTo("correct that setting and restart the relay");
        assertThat(signIn("required", "refused (see https://dev.twitch.tv/docs)")
                        .remedy())
                .isEqualTo(page);
        assertThat(signIn("required", "refused, see twitch.tv.").remedy()).isEqualTo(page);
    }

    @Test
    void whileTwitchIsAskedForACodeNobodyIsToldToAskForOne() {
        Finding finding =
                signIn("retrying", "cannot ask Twitch for a sign-in code (it answered 503); it is tried again");

        assertThat(finding.isProblem()).isTrue();
        assertThat(finding.remedy()).isNull();
        assertThat(signIn("starting", "nobody is signed in").remedy()).isNull();
        assertThat(signIn("retrying", "no answer from x, which comes from twitch.auth.url (TWITCH_AUTH_URL)")
                        .remedy())
                .startsWith("check that setting");
    }

    private static List<Finding> poll(String lastSuccessAt, String error, String refusal) {
        return findings("{\"signIn\":{\"signedIn\":true},\"polls\":{\"poll-x\":{\"lastSuccessAt\":" + lastSuccessAt
                        + ",\"error\":" + error + ",\"refusal\":" + refusal + "}}}")
                .stream()
                .filter(finding -> finding.subject().equals("poll-x"))
                .toList();
    }

    @Test
    void aServerThatIsNotTwitchIsFoundOutAlsoWhenItSaysNoInJson() {
        assertThat(poll("null", "\"Twitch answers 404 \\\"no such page\\\"\"", "null"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.text()).isEqualTo("the address is wrong: twitch.api.url answers 404"));
        assertThat(poll("\"2026-11-24T19:59:00Z\"", "\"Twitch answers 404\"", "null"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).startsWith("the latest poll failed"));
        assertThat(poll("null", "\"Twitch answers 4040\"", "null"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).startsWith("the latest poll failed"));
    }

    @Test
    void aRefusalDoesNotHideThatTheLatestPollFailed() {
        assertThat(poll("null", "\"Twitch did not answer in time\"", "\"subs are not available\""))
                .extracting(Finding::level, Finding::text)
                .containsExactly(
                        tuple("note", "subs are not available"),
                        tuple("problem", "the latest poll failed: Twitch did not answer in time"));
    }

    @Test
    void connectionsThatWereRefusedAreNotedWithTheSettingThatLimitsThem() {
        List<Finding> findings =
                findings("{\"connections\":{\"open\":1,\"stopped\":{\"address\":130,\"head\":2}}}").stream()
                        .filter(finding -> finding.subject().equals("connections"))
                        .toList();

        assertThat(findings).extracting(Finding::level).containsExactly("note", "note");
        assertThat(findings.get(0).text())
                .startsWith("130 connections refused, because one address has reached its limit");
        assertThat(findings.get(0).remedy()).contains("sse.max-clients-per-address");
        assertThat(findings.get(1).text()).startsWith("2 connections closed, because the head");
        assertThat(findings("{\"connections\":{\"open\":1,\"stopped\":{}}}"))
                .noneMatch(finding -> finding.subject().equals("connections"));
    }

    @Test
    void eventsThatTheJournalHadNoRoomForAreAProblemAlsoWhenItWritesAgain() {
        assertThat(findings("{\"journal\":{\"problem\":null,\"waiting\":0,\"dropped\":7}}"))
                .anyMatch(finding -> finding.isProblem()
                        && finding.subject().equals("journal")
                        && finding.text().startsWith("7 events since the start will be missing after a restart"));
    }

    private static Finding eventSub(String session) {
        return findings("{\"signIn\":{\"signedIn\":true},\"eventsub\":[" + session + "]}").stream()
                .filter(finding -> finding.subject().equals("EventSub"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRelayThatConnectsForTheFirstTimeIsNoProblemAndALostSessionIs() {
        assertThat(eventSub("{\"state\":\"connecting\",\"lastLoss\":null}"))
                .isEqualTo(Finding.note("EventSub", "not connected (connecting)", null));
        assertThat(eventSub("{\"state\":\"connecting\",\"lastLoss\":\"closed with 4002\"}")
                        .isProblem())
                .isTrue();
        assertThat(eventSub("{\"state\":\"waiting\",\"reason\":\"refused\"}").isProblem())
                .isTrue();
    }

    @Test
    void eventTypesThatWaitForTheSameCauseShareALine() {
        String waiting = "\"state\":\"disconnected\",\"reason\":\"the session is away\"}";
        assertThat(findings("{\"signIn\":{\"signedIn\":true},\"eventsub\":[{\"state\":\"waiting\",\"subscriptions\":["
                        + "{\"type\":\"channel.follow\"," + waiting + ",{\"type\":\"channel.raid\"," + waiting
                        + "]}]}"))
                .contains(Finding.note("channel.follow, channel.raid", "not subscribed: the session is away", null));
    }

    @Test
    void anEditedRouteFileThatIsNotTakenIsAProblemWithTheVersionThatRuns() {
        assertThat(findings("{\"routeFiles\":[{\"file\":\"a.camel.yaml\",\"state\":\"running\",\"version\":\"aa\","
                        + "\"problems\":[]},{\"file\":\"b.camel.yaml\",\"state\":\"refused\",\"version\":\"bb\","
                        + "\"problems\":[\"b.camel.yaml:12:9: unknown key\"]},{\"file\":\"c.camel.yaml\","
                        + "\"state\":\"refused\",\"version\":null,\"problems\":[\"c.camel.yaml:1:1: empty\"]},"
                        + "{\"file\":\"d.camel.yaml\",\"state\":\"staged\",\"version\":\"dd\",\"problems\":[]}]}"))
                .contains(
                        Finding.problem(
                                "route file b.camel.yaml",
                                "b.camel.yaml:12:9: unknown key; the version before it runs on",
                                "correct the file and save it"),
                        Finding.problem(
                                "route file c.camel.yaml",
                                "c.camel.yaml:1:1: empty; nothing of it runs",
                                "correct the file and save it"),
                        Finding.note("route file d.camel.yaml", "the edit waits until the stream ends", null))
                .noneMatch(finding -> finding.subject().contains("a.camel.yaml"));
    }

    @Test
    void aRouteThatStoppedTellsItsLatestError() {
        assertThat(findings("{\"routes\":[{\"id\":\"publish\",\"state\":\"Stopped\",\"lastError\":\"refused\"}]}"))
                .anyMatch(finding -> finding.subject().equals("route publish")
                        && finding.text().equals("Stopped: refused"));
    }

    @Test
    void aRouteThatWaitsForTheLeadershipIsNoFinding() {
        assertThat(findings("{\"routes\":[{\"id\":\"stats\",\"state\":\"Standby\"}]}"))
                .noneMatch(finding -> finding.subject().equals("route stats"));
    }
}
