package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.eventsub.MergedSessions.Session;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. */
class SessionMergeTest {
    private final MergedSessions twitch = new MergedSessions();
    private final Session leader = twitch.session().from(0);
    private final Session follower = twitch.session().from(5_000);

    /** From now on copies are known to be equal. */
    private void theyAgree() {
        leader.gets("first", 6_000, 6_000);
        follower.gets("first", 6_000, 6_001);
    }

    @Test
    void theLeadersEventsArePublishedAtOnceAndTheirCopiesAreDropped() {
        leader.gets("a", 10_000, 10_100).gets("b", 10_200, 10_300);
        follower.gets("b", 10_205, 10_300).gets("a", 10_003, 14_000);
        twitch.at(10_301, () -> assertThat(twitch.published).containsExactly("a", "b"));

        assertThat(twitch.run()).containsExactly("a", "b");
        assertThat(twitch.counters.twins().get()).isEqualTo(2);
    }

    @Test
    void anEventThatComesToTheFollowerFirstKeepsTheLeadersOrder() {
        follower.gets("b", 10_200, 10_200).gets("a", 10_000, 10_250);
        leader.gets("a", 10_000, 12_000).gets("b", 10_200, 12_100);

        assertThat(twitch.run()).containsExactly("a", "b");
    }

    @Test
    void whatTheLeaderDidNotDeliverBeforeItsEndIsPublishedAtItsEnd() {
        theyAgree();
        follower.gets("a", 10_000, 10_000).gets("b", 10_100, 10_100);
        leader.until(10_200);
        twitch.at(10_199, () -> assertThat(twitch.published).containsExactly("first"));
        twitch.at(10_201, () -> assertThat(twitch.published).containsExactly("first", "a", "b"));
        follower.gets("c", 10_300, 10_300);

        assertThat(twitch.run()).containsExactly("first", "a", "b", "c");
    }

    @Test
    void copiesThatComeAfterTheLeadersEndAreDropped() {
        leader.gets("a", 10_000, 10_000).until(10_100);
        follower.gets("a", 10_010, 14_500);

        assertThat(twitch.run()).containsExactly("a");
    }

    @Test
    void ofASilentLeaderNothingIsWaitedForLongerThanACopyIsLate() {
        theyAgree();
        follower.gets("a", 10_000, 10_000);
        twitch.at(16_001, () -> assertThat(twitch.published).containsExactly("first", "a"));
        leader.gets("a", 10_000, 20_000);

        assertThat(twitch.run()).containsExactly("first", "a");
    }

    @Test
    void anEventThatTwitchDoesNotSendToTheLeaderIsPublishedWhenALaterEventHasItsTwin() {
        follower.gets("a", 10_000, 10_000);
        leader.gets("b", 11_000, 11_000);
        follower.gets("b", 11_000, 11_000);

        assertThat(twitch.run()).containsExactly("b", "a");
        assertThat(twitch.counters.withoutTwin().get()).isZero();
    }

    @Test
    void aTypeThatTheLeaderHasNotSubscribedIsNotWaitedFor() {
        MergedSessions other = new MergedSessions();
        other.session("channel.cheer").from(0);
        other.session().from(100).gets("a", 10_000, 10_000);
        other.at(10_001, () -> assertThat(other.published).containsExactly("a"));

        assertThat(other.run()).containsExactly("a");
    }

    @Test
    void aTypeThatTheLeaderHasNotSubscribedDoesNotOvertakeAnEventThatWaits() {
        MergedSessions other = new MergedSessions();
        Session leads = other.session("channel.raid").from(0);
        other.session()
                .from(100)
                .gets("a", 10_000, 10_000)
                .getsRaid("b", 10_001, 10_001)
                .getsRaid("c", 12_000, 12_000);
        leads.gets("a", 10_000, 10_500);
        other.at(10_501, () -> assertThat(other.published).containsExactly("a", "b"));
        other.at(12_001, () -> assertThat(other.published).containsExactly("a", "b", "c"));

        assertThat(other.run()).containsExactly("a", "b", "c");
    }

    @Test
    void equalEventsStayTwo() {
        leader.gets("cheer 100", 10_000, 10_000).gets("cheer 100", 10_400, 10_400);
        follower.gets("cheer 100", 10_390, 10_450).gets("cheer 100", 10_020, 10_500);

        assertThat(twitch.run()).containsExactly("cheer 100", "cheer 100");
    }

    /** The followers deliver the middle event first, and each of them another one next. */
    @Test
    void threeEqualEventsOfThreeSessionsAreThreeInWhateverOrderTheirCopiesCome() {
        Session second = twitch.session().from(6_000);
        follower.gets("cheer 100", 10_600, 11_000);
        second.gets("cheer 100", 10_000, 11_001).gets("cheer 100", 10_600, 11_002);
        follower.gets("cheer 100", 11_200, 11_003);
        second.gets("cheer 100", 11_200, 11_004);
        follower.gets("cheer 100", 10_000, 11_005);
        leader.gets("cheer 100", 10_000, 11_006)
                .gets("cheer 100", 10_600, 11_007)
                .gets("cheer 100", 11_200, 11_008);

        assertThat(twitch.run()).containsExactly("cheer 100", "cheer 100", "cheer 100");
        assertThat(twitch.counters.twins().get()).isEqualTo(6);
    }

    @Test
    void theOrderOfMembersOfAnEventObjectDoesNotMatter() {
        leader.getsJson("{\"text\":\"a\",\"of\":{\"x\":1,\"y\":2}}", 10_000, 10_000);
        follower.getsJson("{\"of\":{\"y\":2,\"x\":1},\"text\":\"a\"}", 10_000, 10_001);

        assertThat(twitch.run()).containsExactly("a");
    }

    @Test
    void whatWasPublishedBeforeTheStartIsNotPublishedAgain() {
        twitch.at(9_999, () -> twitch.publishedBefore("a", 10_000));
        leader.gets("a", 10_000, 10_000).gets("a", 10_050, 10_060);
        follower.gets("a", 10_050, 10_050).gets("a", 10_000, 10_100);

        assertThat(twitch.run()).containsExactly("a");
    }

    @Test
    void aSocketThatStoodStillForMinutesRepeatsNothing() {
        theyAgree();
        follower.gets("a", 10_000, 10_000).keptAlive(10_000, 620_000);
        leader.gets("a", 10_000, 600_000);

        assertThat(twitch.run()).containsExactly("first", "a");
    }

    @Test
    void eventsOfAPeerWhoseClockIsBehindAreRecognized() {
        leader.gets("a", -3_600_000, 10_000);
        follower.gets("a", -3_600_000, 10_010);

        assertThat(twitch.run()).containsExactly("a");
    }

    @Test
    void anEventBeforeTheWelcomeIsPublished() {
        twitch.session().gets("early", 10_000, 10_000);

        assertThat(twitch.run()).containsExactly("early");
    }

    @Test
    void anEventThatWasDroppedIsPublishedWhenTheLeaderDeliversItAfterAll() {
        for (int i = 0; i < 10; i++) {
            follower.gets("a" + i, 10_000 + i, 10_000 + i);
        }
        leader.keptAlive(10_500, 40_000).gets("a3", 10_003, 30_000);

        assertThat(twitch.run()).containsExactly("a3");
        assertThat(twitch.givenUp).isEqualTo(1);
    }

    @Test
    void anEqualEventAfterASessionsBeginIsNoCopyOfAnEventBeforeIt() {
        leader.gets("cheer 100", 1_000, 1_000).until(6_000);
        follower.gets("cheer 100", 6_500, 6_500);

        assertThat(twitch.run()).containsExactly("cheer 100", "cheer 100");
    }

    /** A simulated world showed it. */
    @Test
    void anEventThatASessionGetsAgainAfterItsEndIsPublishedOnceAndAnEqualOneAfterItIsPublished() {
        MergedSessions other = new MergedSessions();
        Session alone = other.session().from(0);
        alone.gets("cheer 100", 10_000, 10_010).until(10_020).from(10_700);
        alone.gets("cheer 100", 10_005, 10_800).gets("cheer 100", 12_000, 12_010);

        assertThat(other.run()).containsExactly("cheer 100", "cheer 100");
    }

    /** A peer gives each subscription the same time of creation. */
    @Test
    void ofAPeerWithoutTimesOfSubscriptionsTheWelcomeTellsThatAnEqualEventIsNoCopy() {
        MergedSessions other = new MergedSessions();
        Session alone = other.session().createdLongAgo().from(0);
        alone.gets("cheer 100", 10_000, 10_010).until(10_020).from(10_700);
        alone.gets("cheer 100", 12_000, 12_010);

        assertThat(other.run()).containsExactly("cheer 100", "cheer 100");
    }

    @Test
    void anEqualEventAfterAShortBreakIsNoCopy() {
        MergedSessions other = new MergedSessions();
        Session alone = other.session().from(0);
        alone.gets("cheer 100", 10_000, 10_010).until(10_020).from(10_700);
        alone.gets("cheer 100", 12_000, 12_010);

        assertThat(other.run()).containsExactly("cheer 100", "cheer 100");
    }

    @Test
    void theEventsOfASessionThatIsAloneAreDigestedWhenAnotherBeginsWithinSeconds() {
        MergedSessions other = new MergedSessions();
        other.session().from(0).gets("a", 10_000, 10_000).gets("b", 59_900, 59_900);
        other.at(59_999, () -> assertThat(other.digests).isZero());
        other.session().from(60_000).gets("b", 59_950, 60_100);
        other.at(60_001, () -> assertThat(other.digests).isEqualTo(1));

        assertThat(other.run()).containsExactly("a", "b");
    }

    @Test
    void aSessionThatIsAloneAgainCostsNoDigestAfterAQuarterOfAnHour() {
        MergedSessions other = new MergedSessions();
        Session alone = other.session().from(0).gets("a", 10_000, 10_000);
        other.session().from(0).gets("a", 10_000, 10_010).until(11_000);
        alone.gets("b", 900_000, 900_000);
        other.at(900_001, () -> assertThat(other.digests).isEqualTo(3));
        alone.gets("c", 911_000, 911_000).gets("d", 912_000, 912_000);

        assertThat(other.run()).containsExactly("a", "b", "c", "d");
        assertThat(other.digests).isEqualTo(3);
    }

    @Test
    void anEqualEventMuchLaterIsNoCopy() {
        leader.gets("cheer 100", 10_000, 10_000).until(11_000);
        follower.gets("cheer 100", 40_000, 40_000);

        assertThat(twitch.run()).containsExactly("cheer 100", "cheer 100");
    }

    @Test
    void sessionsWhoseEventsDifferGoBackToOneAndNothingIsPublishedTwice() {
        for (int i = 0; i < 30; i++) {
            leader.gets("a" + i, 10_000 + i * 1_000, 10_000 + i * 1_000);
            follower.gets("other a" + i, 10_000 + i * 1_000, 10_001 + i * 1_000);
        }
        leader.until(45_000);

        assertThat(twitch.run())
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "a" + i).toList());
        assertThat(twitch.givenUp).isEqualTo(1);
    }

    @Test
    void ofSessionsThatNeverAgreedOnlyWhatTheLeaderCannotHaveDeliveredIsPublishedAtItsEnd() {
        leader.gets("a", 10_000, 10_000);
        follower.gets("other a", 10_000, 9_990).gets("b", 10_500, 10_500);
        leader.until(11_000);

        assertThat(twitch.run()).containsExactly("a", "b");
    }

    @Test
    void aSessionThatBeginsKnowsWhetherAnotherOneIsLive() {
        MergedSessions other = new MergedSessions();
        SessionMerge.Member first = other.merge.member(type -> true);
        SessionMerge.Member second = other.merge.member(type -> true);

        assertThat(first.began("")).isTrue();
        assertThat(second.began("")).isFalse();
        first.ended();
        assertThat(first.began("")).isFalse();
        first.ended();
        second.ended();
        assertThat(second.began("")).isTrue();
    }
}
