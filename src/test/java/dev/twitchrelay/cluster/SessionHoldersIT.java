package dev.twitchrelay.cluster;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas that hold the two places of sessions, and report to all. */
class SessionHoldersIT extends ReplicaFixture {
    private Member wanting(String name) {
        Member member = member(name);
        member.replica.want(true);
        return member;
    }

    private List<Member> holders() {
        return members.stream().filter(member -> member.replica.holds()).toList();
    }

    private static List<String> reports(String name, int from, int to) {
        return range(from, to).stream()
                .map(number -> name + " {" + number + "}")
                .toList();
    }

    private static void report(Member member, int from, int to) {
        range(from, to).forEach(number -> member.replica.send("{" + number + "}"));
    }

    @Test
    void twoOfThreeHoldASessionAndTheThirdTakesThePlaceOfOneThatEnds() {
        List.of("a", "b", "c").forEach(this::wanting);
        await().atMost(PATIENCE).until(() -> holders().size() == 2);
        Member idle = members.stream()
                .filter(member -> !member.replica.holds())
                .findFirst()
                .orElseThrow();
        Member ending = holders().get(0);
        members.remove(ending);
        ending.replica.close();

        await().atMost(PATIENCE).until(() -> idle.replica.holds());
        assertThat(holders()).hasSize(2);
    }

    @Test
    void whoDoesNotWantASessionAnyMoreGivesItsPlaceUp() {
        Member first = wanting("a");
        await().atMost(PATIENCE).until(() -> first.replica.holds());
        first.replica.want(false);
        await().atMost(PATIENCE).until(() -> !first.replica.holds());
        assertThat(first.replica.status().holds()).isFalse();
    }

    @Test
    void whenOneSessionIsEnoughTheOtherHolderGivesItsPlaceUpAndNobodyTakesIt() {
        List.of("a", "b", "c").forEach(this::wanting);
        await().atMost(PATIENCE).until(() -> holders().size() == 2);
        Member keeping = holders().get(1);
        members.forEach(member -> member.replica.goOnWithOne(member == keeping));

        await().atMost(PATIENCE).until(() -> holders().equals(List.of(keeping)));
        await().during(ofSeconds(2)).atMost(PATIENCE).until(() -> holders().size() == 1);
    }

    @Test
    void everyReplicaReadsAllReportsAlsoOneThatComesLate() {
        Member first = member("a");
        member("b");
        report(first, 0, 1_000);
        member("c");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(members)
                .allSatisfy(member -> assertThat(member.reports).isEqualTo(reports("a", 0, 1_000))));
    }

    @Test
    void reportsWaitWhileNatsIsAwayAndTheOldestThatHaveNoRoomAreMissingAtTheirPlace() throws Exception {
        Member first = member("a", 100);
        report(first, 0, 10);
        await().atMost(PATIENCE).until(() -> first.reports.size() == 10);
        nats.kill();
        await().atMost(PATIENCE).until(() -> first.log.isStale());
        report(first, 10, 300);
        // beside those that wait, some were on their way
        int kept = first.replica.status().reports();
        assertThat(kept).isBetween(100, 200);
        nats.start();

        await().atMost(PATIENCE).until(() -> first.reports.contains("a {299}"));
        int hole = first.reports.indexOf("missing");
        assertThat(hole).isPositive();
        assertThat(first.reports.subList(hole + 1, first.reports.size())).isEqualTo(reports("a", 200, 300));
        assertThat(first.replica.status().dropped()).isEqualTo(290 - kept);
    }

    @Test
    void aHolderThatTheOthersCountAsGoneTakesAPlaceAnew() {
        Member only = wanting("a");
        await().atMost(PATIENCE).until(() -> only.replica.holds());
        int before = only.changes.get();
        Member other = member("b");
        other.replica.send(Ingress.GONE + "a");

        await().atMost(PATIENCE).until(() -> only.changes.get() >= before + 2 && only.replica.holds());
        assertThat(only.reports).contains("gone a");
    }
}
