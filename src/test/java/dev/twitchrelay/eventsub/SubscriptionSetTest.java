package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.twitchrelay.eventsub.SessionStatus.SubscriptionStatus;
import dev.twitchrelay.eventsub.SubscriptionClient.Created;
import dev.twitchrelay.eventsub.SubscriptionClient.Listed;
import dev.twitchrelay.eventsub.SubscriptionClient.Outcome;
import dev.twitchrelay.support.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of single subscriptions, seen through a session. */
class SubscriptionSetTest {
    private static final String FOLLOW = "channel.follow";

    private final SessionFixture fixture = new SessionFixture();

    private void connect() {
        fixture.session.start();
        fixture.socket().welcomes("S", 600);
    }

    private long attempts(String type) {
        return fixture.subscriptions.createdTypes().stream()
                .filter(type::equals)
                .count();
    }

    @Test
    void conditionsCarryTheIdsThatTheTypeAsksFor() {
        connect();

        assertThat(fixture.subscriptions.created)
                .contains(
                        new ScriptedSubscriptions.Request(
                                FOLLOW, Map.of("broadcaster_user_id", "7001", "moderator_user_id", "7001"), "S"),
                        new ScriptedSubscriptions.Request(
                                "channel.raid", Map.of("to_broadcaster_user_id", "7001"), "S"));
    }

    @Test
    void aTypeThatIsNotPermittedSaysSoAndTheOthersWork() {
        fixture.subscriptions.answer(FOLLOW, Created.failed(Outcome.FORBIDDEN, "missing proper authorization"));
        connect();
        fixture.loop.advance(Duration.ofMinutes(5));

        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("forbidden");
        assertThat(fixture.subscription(FOLLOW).reason()).isEqualTo("missing proper authorization");
        assertThat(fixture.session.status().subscriptions())
                .filteredOn(status -> status.state().equals("enabled"))
                .hasSize(6);
        assertThat(attempts(FOLLOW)).isEqualTo(1);
    }

    @Test
    void anEmptyBucketIsWaitedFor() {
        fixture.subscriptions.answer(
                FOLLOW, new Created(Outcome.RATE_LIMITED, "", 0, "Too Many Requests", Duration.ofSeconds(20)));
        connect();

        fixture.loop.advance(Duration.ofSeconds(19));
        assertThat(attempts(FOLLOW)).isEqualTo(1);
        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("retrying");
        fixture.loop.advance(Duration.ofSeconds(1));

        assertThat(attempts(FOLLOW)).isEqualTo(2);
        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("enabled");
    }

    @Test
    void aLimitOnSubscriptionsIsGivenMinutes() {
        Created limit = Created.failed(Outcome.LIMIT_REACHED, "number of websocket transports limit exceeded");
        fixture.subscriptions.answer(FOLLOW, limit, limit, limit, limit, limit, limit, limit, limit);
        connect();

        fixture.loop.advance(Duration.ofSeconds(29));
        assertThat(attempts(FOLLOW)).isEqualTo(1);
        fixture.loop.advance(Duration.ofMinutes(9));

        assertThat(attempts(FOLLOW)).isBetween(3L, 6L);
    }

    @Test
    void troubleAtTwitchIsTriedAgainSoonAndThenLessOften() {
        Created trouble = Created.failed(Outcome.UNAVAILABLE, "Twitch answered 503");
        fixture.subscriptions.answer(FOLLOW, trouble, trouble, trouble);
        connect();

        fixture.loop.advance(Duration.ofSeconds(10));

        assertThat(attempts(FOLLOW)).isEqualTo(4);
        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("enabled");
        assertThat(fixture.subscription(FOLLOW).reason()).isNull();
    }

    @Test
    void aSessionThatTwitchDoesNotKnowIsReplaced() {
        fixture.subscriptions.answer(FOLLOW, Created.failed(Outcome.SESSION_GONE, "session does not exist"));
        connect();

        assertThat(fixture.sockets.get(0).closed).isTrue();
        fixture.untilNextSocket(Duration.ofSeconds(1));
        fixture.socket().welcomes("S2", 10);
        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("enabled");
    }

    @Test
    void whatExistsOnThisSessionIsFine() {
        fixture.subscriptions.answer(FOLLOW, Created.failed(Outcome.EXISTS, "subscription already exists"));
        fixture.subscriptions.listed = List.of(
                new Listed("x", FOLLOW, Map.of("broadcaster_user_id", "7001", "moderator_user_id", "7001"), "S"));
        connect();

        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("enabled");
        assertThat(fixture.subscription(FOLLOW).id()).isEqualTo("x");
        assertThat(attempts(FOLLOW)).isEqualTo(1);
    }

    @Test
    void whatExistsIsEnabledByTheIdOfTheAnswerWithoutALookAtTheList() {
        fixture.subscriptions.answer(FOLLOW, new Created(Outcome.EXISTS, "x", 0, "subscription already exists", null));
        fixture.subscriptions.listed = null;
        connect();

        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("enabled");
        assertThat(fixture.subscription(FOLLOW).id()).isEqualTo("x");
        assertThat(attempts(FOLLOW)).isEqualTo(1);
    }

    @Test
    void whatExistsButIsNotListedForThisSessionIsNotCalledEnabled() {
        Created exists = Created.failed(Outcome.EXISTS, "subscription already exists");
        fixture.subscriptions.answer(FOLLOW, exists, exists, exists);
        connect();

        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("retrying");
        assertThat(fixture.subscription(FOLLOW).reason()).contains("Twitch's list does not have it for this session");

        fixture.subscriptions.listed = null;
        fixture.loop.advance(Duration.ofSeconds(1));
        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("retrying");
        assertThat(fixture.subscription(FOLLOW).reason()).contains("does not give its list");
    }

    @Test
    void whatLastsIsToldOnceAndAgainWhenItComesBack() {
        Created exists = Created.failed(Outcome.EXISTS, "subscription already exists");
        fixture.subscriptions.answer(FOLLOW, exists, exists, exists, exists);
        try (LogLines log = new LogLines(SubscriptionSet.class.getName())) {
            connect();
            fixture.loop.advance(Duration.ofMinutes(5));
            assertThat(attempts(FOLLOW)).isEqualTo(5);
            assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("enabled");
            assertThat(log.lines()).singleElement(STRING).startsWith("WARN cannot subscribe to channel.follow: ");

            fixture.subscriptions.answer(FOLLOW, exists, exists);
            fixture.socket().closesWith(1006);
            fixture.untilNextSocket(Duration.ofMinutes(1));
            fixture.socket().welcomes("S2", 600);
            fixture.loop.advance(Duration.ofMinutes(1));

            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void twoEntriesOfOneTypeAreNotBothEnabledByOneSubscription() {
        SessionFixture two = new SessionFixture("channel.raid, channel.raid(from_broadcaster_user_id=broadcaster)");
        two.subscriptions.answer(
                "channel.raid",
                ScriptedSubscriptions.created("channel.raid"),
                new Created(Outcome.EXISTS, "sub-channel.raid", 0, "subscription already exists", null));
        two.subscriptions.listed =
                List.of(new Listed("sub-channel.raid", "channel.raid", Map.of("to_broadcaster_user_id", "7001"), "S"));
        two.session.start();
        two.socket().welcomes("S", 600);

        assertThat(two.session.status().subscriptions())
                .extracting(SubscriptionStatus::state)
                .containsExactly("enabled", "retrying");
        assertThat(two.session.status().subscriptions().get(1).id()).isNull();
    }

    @Test
    void anOrphanOfADeadSessionThatIsInTheWayIsDeletedOnceAndReplaced() {
        Created exists = Created.failed(Outcome.EXISTS, "subscription already exists");
        fixture.subscriptions.answer(FOLLOW, exists, exists, exists);
        fixture.subscriptions.listed = List.of(new Listed(
                "orphan", FOLLOW, Map.of("broadcaster_user_id", "7001", "moderator_user_id", "7001"), "DEAD"));
        connect();

        assertThat(fixture.subscriptions.deleted).containsExactly("orphan");
        assertThat(attempts(FOLLOW)).isEqualTo(2);
        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("retrying");
    }

    @Test
    void aSubscriptionOfAnotherSessionOfTheRelayIsNoOrphan() {
        fixture.subscriptions.answer(FOLLOW, Created.failed(Outcome.EXISTS, "subscription already exists"));
        fixture.subscriptions.listed = List.of(new Listed(
                "other", FOLLOW, Map.of("broadcaster_user_id", "7001", "moderator_user_id", "7001"), "BESIDE"));
        fixture.liveSessions.add("BESIDE");
        connect();

        assertThat(fixture.subscriptions.deleted).isEmpty();
        assertThat(fixture.liveSessions).containsExactlyInAnyOrder("BESIDE", "S");
    }

    @Test
    void aRevocationIsReportedOnceAndNothingIsSubscribedAgain() {
        connect();

        fixture.socket().revokes("sub-channel.follow", FOLLOW, "authorization_revoked");
        fixture.socket().notifies("1", "channel.cheer");
        fixture.loop.advance(Duration.ofMinutes(5));

        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("revoked");
        assertThat(fixture.subscription(FOLLOW).reason()).contains("sign in again");
        assertThat(attempts(FOLLOW)).isEqualTo(1);
        assertThat(fixture.deliveredIds()).containsExactly("v-sub-channel.follow", "1");
        assertThat(fixture.subscription("channel.cheer").state()).isEqualTo("enabled");
    }

    @Test
    void whatIsMissingInTwitchsListIsRepaired() {
        connect();
        fixture.subscriptions.listed = SessionFixture.SEVEN.stream()
                .filter(type -> !type.equals("channel.cheer"))
                .map(type -> new Listed("sub-" + type, type, Map.of(), "S"))
                .toList();

        for (int i = 0; i < 3; i++) {
            fixture.loop.advance(Duration.ofMinutes(4));
            fixture.socket().keepsAlive();
        }

        assertThat(attempts("channel.cheer")).isEqualTo(2);
        assertThat(fixture.subscriptions.created).hasSize(8);
    }

    @Test
    void anAnswerThatComesAfterItsSessionEndedMeansNothing() {
        CompletableFuture<Created> late = fixture.subscriptions.hold(FOLLOW);
        connect();
        fixture.socket().closesWith(4000);

        late.complete(Created.failed(Outcome.FORBIDDEN, "too late"));

        assertThat(fixture.subscription(FOLLOW).state()).isEqualTo("disconnected");
    }
}
