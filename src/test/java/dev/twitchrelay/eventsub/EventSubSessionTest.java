package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.auth.SignInRequiredException;
import dev.twitchrelay.eventsub.SubscriptionClient.Created;
import dev.twitchrelay.eventsub.SubscriptionClient.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSubSessionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aWelcomedSessionIsSubscribedAndTellsTheRoute() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.start();
        assertThat(fixture.state()).isEqualTo("connecting");

        fixture.socket().welcomes("S", 10);

        assertThat(fixture.socket().url).isEqualTo(SessionFixture.URL);
        assertThat(fixture.state()).isEqualTo("live");
        assertThat(fixture.received).hasSize(1).first().isInstanceOf(EventSubMessage.Welcome.class);
        assertThat(fixture.subscriptions.createdTypes()).containsExactlyElementsOf(SessionFixture.SEVEN);
        assertThat(fixture.subscriptions.created)
                .allMatch(request -> request.sessionId().equals("S"));
        assertThat(fixture.session.status().subscriptions())
                .allMatch(status -> status.state().equals("enabled"));
    }

    @Test
    void messagesReachTheRouteInOrderAndRepeatsDoNot() {
        SessionFixture fixture = SessionFixture.live();

        fixture.socket().notifies("1", "channel.follow");
        fixture.socket().notifies("2", "channel.cheer");
        fixture.socket().notifies("1", "channel.follow");
        fixture.socket().notifies("3", "channel.raid");

        assertThat(fixture.deliveredIds()).containsExactly("1", "2", "3");
        assertThat(fixture.session.status().duplicates()).isEqualTo(1);
        assertThat(fixture.subscription("channel.cheer").lastEventAt()).isEqualTo(fixture.loop.now());
    }

    @Test
    void aRepeatIsRecognisedInALaterSession() {
        SessionFixture fixture = SessionFixture.live();
        fixture.socket().notifies("1", "channel.follow");

        fixture.socket().closesWith(1006);
        fixture.untilNextSocket(SECOND);
        fixture.socket().welcomes("S2", 10);
        fixture.socket().notifies("1", "channel.follow");
        fixture.socket().notifies("2", "channel.follow");

        assertThat(fixture.deliveredIds()).containsExactly("1", "2");
    }

    @Test
    void noSocketIsOpenedWhileNobodyIsSignedIn() {
        SessionFixture fixture = new SessionFixture();
        fixture.account = () -> CompletableFuture.failedFuture(new SignInRequiredException("sign in"));

        fixture.session.start();
        fixture.loop.advance(Duration.ofMinutes(10));

        assertThat(fixture.sockets).isEmpty();
        assertThat(fixture.session.status().reason()).isEqualTo("sign in");
    }

    @Test
    void aSignInEndsTheWaitAtOnce() {
        SessionFixture fixture = new SessionFixture();
        var signedIn = fixture.account;
        fixture.account = () -> CompletableFuture.failedFuture(new SignInRequiredException("sign in"));
        fixture.session.start();

        fixture.account = signedIn;
        fixture.session.signedIn();

        assertThat(fixture.sockets).hasSize(1);
    }

    @Test
    void twitchBeingDownDelaysMoreAndMoreAndNeverEnds() {
        SessionFixture fixture = new SessionFixture();
        fixture.account = () -> CompletableFuture.failedFuture(new IOException("no route"));
        fixture.session.start();
        var signedIn = new SessionFixture().account;

        fixture.loop.advance(Duration.ofHours(1));
        fixture.account = signedIn;

        assertThat(fixture.untilNextSocket(Duration.ofMinutes(3))).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aSilentSocketIsGivenUpAfterTheKeepaliveIntervalAndSomeSlack() {
        SessionFixture fixture = SessionFixture.live();

        fixture.loop.advance(Duration.ofMillis(11_900));
        assertThat(fixture.socket().isOpen()).isTrue();
        fixture.loop.advance(Duration.ofMillis(200));

        assertThat(fixture.sockets.get(0).closed).isTrue();
        assertThat(fixture.state()).isEqualTo("waiting");
        assertThat(fixture.session.status().lastLoss()).contains("no message for 12");
        assertThat(fixture.subscription("channel.follow").state()).isEqualTo("disconnected");
    }

    @Test
    void everyTextFrameAlsoAPartOfAMessageKeepsTheSocketAlive() {
        SessionFixture fixture = SessionFixture.live();

        for (int i = 0; i < 4; i++) {
            fixture.loop.advance(Duration.ofSeconds(9));
            fixture.socket().keepsAlive();
            fixture.loop.advance(Duration.ofSeconds(9));
            fixture.socket().notifies("n" + i, "channel.follow");
            fixture.loop.advance(Duration.ofSeconds(9));
            fixture.socket().sendsFragment();
        }

        assertThat(fixture.sockets).hasSize(1);
        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void theIntervalIsTheOneOfTheWelcome() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.start();
        fixture.socket().welcomes("S", 600);

        fixture.loop.advance(Duration.ofSeconds(700));

        assertThat(fixture.state()).isEqualTo("live");
        assertThat(fixture.session.status().keepaliveSeconds()).isEqualTo(600);
    }

    @Test
    void aWelcomeWithoutAnIntervalMeansTwitchsDefault() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.start();
        fixture.socket().welcomes("S", null);

        assertThat(fixture.session.status().keepaliveSeconds()).isEqualTo(10);
        fixture.loop.advance(Duration.ofSeconds(11));
        assertThat(fixture.state()).isEqualTo("live");
        fixture.loop.advance(Duration.ofSeconds(2));

        assertThat(fixture.state()).isNotEqualTo("live");
    }

    @Test
    void aSocketWithoutWelcomeIsGivenUp() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.start();

        fixture.loop.advance(Duration.ofSeconds(11));

        assertThat(fixture.sockets.get(0).closed).isTrue();
        assertThat(fixture.session.status().lastLoss()).contains("no welcome");
    }

    @ParameterizedTest
    @CsvSource({
        "4000,1", "4001,1", "4002,1", "4003,1", "4004,1", "4005,1", "4006,1", "4007,1", "1000,1", "1001,1", "1006,1",
        "4999,1"
    })
    void everyCloseCodeLeadsToAFreshSubscribedSessionAfterTheRightPause(int code, int longestPauseInSeconds) {
        SessionFixture fixture = SessionFixture.live();
        int createdBefore = fixture.subscriptions.created.size();

        fixture.socket().closesWith(code);
        assertThat(fixture.sockets).as("no reconnect without a pause").hasSize(1);
        Duration pause = fixture.untilNextSocket(Duration.ofMinutes(5));

        assertThat(pause)
                .isBetween(Duration.ofMillis(500L * longestPauseInSeconds), Duration.ofSeconds(longestPauseInSeconds));
        assertThat(fixture.socket().url).isEqualTo(SessionFixture.URL);
        fixture.socket().welcomes("S2", 10);
        assertThat(fixture.subscriptions.created).hasSize(createdBefore + 7);
        assertThat(fixture.subscriptions.created.subList(createdBefore, createdBefore + 7))
                .allMatch(request -> request.sessionId().equals("S2"));
    }

    @Test
    void aNotificationThatTellsARevocationIsNotHandedOutAsANotification() {
        SessionFixture fixture = SessionFixture.live();

        fixture.socket().sends("""
                        {"metadata":{"message_id":"1","message_type":"notification","subscription_type":"channel.follow"},
                         "payload":{"subscription":{"id":"sub-channel.follow","type":"channel.follow",
                         "status":"authorization_revoked"}}}""");
        fixture.socket().sends("""
                        {"metadata":{"message_id":"2","message_type":"notification","subscription_type":"channel.cheer"},
                         "payload":{"subscription":{"id":"sub-channel.cheer","status":"enabled"},"event":null}}""");

        assertThat(fixture.received.stream().map(EventSubMessage::type)).doesNotContain("notification");
        assertThat(fixture.session.status().invalid()).isEqualTo(2);
        assertThat(fixture.subscription("channel.follow").state()).isEqualTo("revoked");
        assertThat(fixture.subscription("channel.follow").reason()).contains("authorization_revoked");
        assertThat(fixture.subscription("channel.cheer").state()).isEqualTo("enabled");
    }

    @Test
    void aRevocationOfAnotherSessionsSubscriptionEndsNoneOfThisOne() {
        SessionFixture fixture = SessionFixture.live();

        fixture.socket().revokes("of-a-dead-session", "channel.follow", "user_removed");

        assertThat(fixture.subscription("channel.follow").state()).isEqualTo("enabled");
    }

    @Test
    void aSocketThatIsUnusedBecauseNothingIsPermittedIsNotReopenedInALoop() {
        SessionFixture fixture = new SessionFixture();
        Created forbidden = Created.failed(Outcome.FORBIDDEN, "subscription missing proper authorization");
        SessionFixture.SEVEN.forEach(type -> fixture.subscriptions.answer(type, forbidden, forbidden));
        fixture.session.start();
        fixture.socket().welcomes("S", 10);

        fixture.socket().closesWith(4003);
        assertThat(fixture.untilNextSocket(Duration.ofMinutes(5))).isLessThanOrEqualTo(SECOND);
        fixture.socket().welcomes("S2", 10);
        fixture.socket().closesWith(4003);

        assertThat(fixture.untilNextSocket(Duration.ofMinutes(5))).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        "4000,500,1000",
        "4001,60000,120000",
        "4002,500,1000",
        "4003,500,1000",
        "4004,500,1000",
        "4005,500,1000",
        "4006,500,1000",
        "4007,500,1000",
        "1000,500,1000",
        "1001,500,1000",
        "1006,500,1000"
    })
    void aCloseCodeThatComesAgainSoonAfterAHealthySessionMeansALongPauseOnlyWhereItIsOurError(
            int code, long least, long most) {
        SessionFixture fixture = SessionFixture.live();
        fixture.socket().closesWith(code);
        fixture.untilNextSocket(Duration.ofMinutes(5));
        fixture.socket().welcomes("S2", 600);
        fixture.loop.advance(Duration.ofMinutes(5));

        fixture.socket().closesWith(code);
        assertThat(fixture.untilNextSocket(Duration.ofMinutes(5)))
                .isBetween(Duration.ofMillis(least), Duration.ofMillis(most));

        fixture.socket().welcomes("S3", 600);
        for (int minute = 0; minute < 13; minute++) {
            fixture.loop.advance(Duration.ofMinutes(5));
            fixture.socket().keepsAlive();
        }
        fixture.socket().closesWith(code);
        assertThat(fixture.untilNextSocket(Duration.ofMinutes(5)))
                .as("an hour later it is a first one")
                .isLessThanOrEqualTo(SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "401", "403", "404", "410", "429", "500", "502", "503"})
    void aHandshakeThatIsAnsweredOtherwiseIsTriedAgainWithGrowingPauses(String status) {
        SessionFixture fixture = SessionFixture.live();
        fixture.socket().closesWith(1006);
        Duration pause = fixture.untilNextSocket(Duration.ofMinutes(5));
        assertThat(pause).isLessThanOrEqualTo(SECOND);
        for (int attempt = 1; attempt <= 10; attempt++) {
            fixture.socket().failsToConnect("status " + status);
            pause = fixture.untilNextSocket(Duration.ofMinutes(5));
            if (attempt == 1) {
                assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(2));
            }
        }
        assertThat(pause).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void pausesGrowWhileSessionsDieYoungAndStartOverAfterAHealthyOne() {
        SessionFixture fixture = SessionFixture.live();
        Duration last = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            fixture.socket().closesWith(4005);
            last = fixture.untilNextSocket(Duration.ofMinutes(5));
            fixture.socket().welcomes("S" + i, 60);
        }
        assertThat(last).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));

        fixture.loop.advance(Duration.ofSeconds(31));
        fixture.socket().closesWith(4005);

        assertThat(fixture.untilNextSocket(Duration.ofMinutes(5))).isLessThanOrEqualTo(SECOND);
    }

    @Test
    void aConnectThatFailsIsTriedAgain() {
        SessionFixture fixture = new SessionFixture();
        fixture.session.start();

        fixture.socket().failsToConnect("connection refused");

        assertThat(fixture.session.status().reason()).contains("connection refused");
        fixture.untilNextSocket(SECOND);
        assertThat(fixture.sockets).hasSize(2);
    }

    @Test
    void whatAnOldSocketStillSaysIsIgnored() {
        SessionFixture fixture = SessionFixture.live();
        ScriptedConnection old = fixture.socket();
        fixture.loop.advance(Duration.ofSeconds(13));
        fixture.untilNextSocket(SECOND);
        fixture.socket().welcomes("S2", 10);

        old.notifies("late", "channel.follow");
        old.asksToReconnect("wss://eventsub.example/elsewhere");
        old.closesWith(4000);

        assertThat(fixture.deliveredIds()).isEmpty();
        assertThat(fixture.sockets).hasSize(2);
        assertThat(fixture.state()).isEqualTo("live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"metadata\":{}}",
                "null",
                "{\"metadata\":{\"message_type\":1",
                "{\"metadata\":{\"message_type\":\"session_reconnect\"},\"payload\":{}}",
                "{} {}"
            })
    void aMessageThatCannotBeReadIsCountedAndSkipped(String text) {
        SessionFixture fixture = SessionFixture.live();

        fixture.socket().sends(text);
        fixture.socket().notifies("1", "channel.follow");

        assertThat(fixture.session.status().invalid()).isEqualTo(1);
        assertThat(fixture.deliveredIds()).containsExactly("1");
        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void whatTwitchInventsLaterIsTolerated() {
        SessionFixture fixture = SessionFixture.live();

        fixture.socket()
                .sends("{\"metadata\":{\"message_id\":\"x\",\"message_type\":\"session_party\"},\"payload\":1}");
        fixture.socket().notifies("1", "channel.something_new");

        assertThat(fixture.deliveredIds()).containsExactly("1");
        assertThat(fixture.session.status().invalid()).isZero();
    }

    @Test
    void silenceMeansNothingWhileTheConsumerHoldsTheSocketBack() {
        SessionFixture fixture = SessionFixture.live();

        fixture.session.pause();
        assertThat(fixture.socket().paused).isTrue();
        fixture.loop.advance(Duration.ofMinutes(5));
        assertThat(fixture.state()).isEqualTo("live");
        fixture.session.resume();
        fixture.loop.advance(Duration.ofSeconds(10));

        assertThat(fixture.socket().paused).isFalse();
        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void aStoppedSessionSaysGoodbyeAndIsSilent() {
        SessionFixture fixture = SessionFixture.live();

        fixture.session.stop();
        fixture.socket().notifies("1", "channel.follow");
        fixture.socket().closesWith(1000);
        fixture.loop.advance(Duration.ofMinutes(10));

        assertThat(fixture.socket().closed).isTrue();
        assertThat(fixture.deliveredIds()).isEmpty();
        assertThat(fixture.sockets).hasSize(1);
        assertThat(fixture.state()).isEqualTo("stopped");
    }

    @Test
    void theReceiverHearsOnceThatNothingIsDeliveredAnyMore() {
        SessionFixture live = SessionFixture.live();
        assertThat(live.ends).isZero();

        live.socket().closesWith(4000);

        assertThat(live.ends).isEqualTo(1);
        assertThat(live.liveSessions).isEmpty();
    }
}
