package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.eventsub.SubscriptionClient.Listed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandOverTest {
    private static final String URL = "wss://cell-a.eventsub.example/ws?challenge=a%2Bb&id=S";

    private final SessionFixture fixture = SessionFixture.live();
    private final ScriptedConnection old = fixture.socket();

    @BeforeEach
    void twitchAsksToMove() {
        fixture.loop.advance(Duration.ofSeconds(2));
        old.asksToReconnect(URL);
    }

    @Test
    void theUrlIsUsedVerbatimWhileTheOldSocketIsReadOn() {
        assertThat(fixture.socket().url).isEqualTo(URL);
        assertThat(fixture.state()).isEqualTo("handing over");

        old.notifies("1", "channel.follow");

        assertThat(old.isOpen()).isTrue();
        assertThat(fixture.deliveredIds()).containsExactly("1");
    }

    @Test
    void theOldSocketIsClosedWithTheNewOnesWelcomeAndNothingIsSubscribedAgain() {
        int created = fixture.subscriptions.created.size();

        fixture.socket().welcomes("S", 10);
        fixture.socket().notifies("2", "channel.follow");

        assertThat(old.closed).isTrue();
        assertThat(fixture.state()).isEqualTo("live");
        assertThat(fixture.subscriptions.created).hasSize(created);
        assertThat(fixture.deliveredIds()).containsExactly("2");
        assertThat(fixture.session.status().handovers()).isEqualTo(1);
        assertThat(fixture.received)
                .as("only a fresh session's welcome means that something may be missing")
                .hasSize(2);
    }

    @Test
    void aMessageOnBothSocketsIsDeliveredOnce() {
        old.notifies("1", "channel.follow");
        fixture.socket().notifies("1", "channel.follow");
        fixture.socket().welcomes("S", 10);
        fixture.socket().notifies("1", "channel.follow");

        assertThat(fixture.deliveredIds()).containsExactly("1");
    }

    @Test
    void theOldSocketsLateCloseStartsNothing() {
        fixture.socket().welcomes("S", 10);

        old.closesWith(4004);
        fixture.loop.advance(Duration.ofSeconds(5));

        assertThat(fixture.sockets).hasSize(2);
        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void theOldSocketMayEndBeforeTheNewOneIsWelcomed() {
        old.closesWith(4004);
        assertThat(fixture.state()).isEqualTo("handing over");

        fixture.socket().welcomes("S", 10);

        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void anOldSocketThatFallsSilentDoesNotDisturbTheMove() {
        fixture.loop.advance(Duration.ofSeconds(9));
        fixture.socket().closesWith(1006);
        fixture.loop.advance(Duration.ofSeconds(4));

        assertThat(old.closed).isTrue();
        assertThat(fixture.state()).isEqualTo("handing over");
        fixture.socket().welcomes("S", 10);
        assertThat(fixture.state()).isEqualTo("live");
        assertThat(fixture.session.status().handovers()).isEqualTo(1);
    }

    @Test
    void aMoveThatFailsIsTriedAgainAtTheSameUrl() {
        fixture.socket().failsToConnect("refused");
        fixture.loop.advance(Duration.ofSeconds(1));

        assertThat(fixture.sockets).hasSize(3);
        assertThat(fixture.socket().url).isEqualTo(URL);
        fixture.socket().welcomes("S", 10);
        assertThat(old.closed).isTrue();
        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void anInvalidReconnectLeadsToAFreshSessionWhileTheOldSocketStillDelivers() {
        int created = fixture.subscriptions.created.size();

        fixture.socket().closesWith(4007);
        old.notifies("1", "channel.follow");
        fixture.untilNextSocket(Duration.ofSeconds(1));
        old.notifies("2", "channel.follow");

        assertThat(fixture.socket().url).isEqualTo(SessionFixture.URL);
        assertThat(old.isOpen()).isTrue();
        fixture.socket().welcomes("S2", 10);
        assertThat(old.closed).as("two subscribed sessions would deliver twice").isTrue();
        assertThat(fixture.subscriptions.created).hasSize(created + 7);
        assertThat(fixture.deliveredIds()).containsExactly("1", "2");
    }

    @Test
    void aMoveThatIsNotWelcomedWithinTheGraceTimeIsGivenUp() {
        for (int i = 0; i < 29; i++) {
            fixture.loop.advance(Duration.ofSeconds(1));
            old.keepsAlive();
        }
        assertThat(fixture.state()).isEqualTo("handing over");
        fixture.loop.advance(Duration.ofSeconds(1));

        assertThat(fixture.state()).isEqualTo("waiting");
        fixture.untilNextSocket(Duration.ofSeconds(2));
        assertThat(fixture.socket().url).isEqualTo(SessionFixture.URL);
    }

    @Test
    void theNewestUrlWinsWhenTwitchAsksAgain() {
        ScriptedConnection first = fixture.socket();
        fixture.loop.advance(Duration.ofSeconds(1));

        old.asksToReconnect("wss://cell-b.eventsub.example/ws");

        assertThat(first.closed).isTrue();
        assertThat(fixture.socket().url).isEqualTo("wss://cell-b.eventsub.example/ws");
        fixture.socket().welcomes("S", 10);
        assertThat(old.closed).isTrue();
        assertThat(fixture.state()).isEqualTo("live");
    }

    @Test
    void aMoveRightAfterAMoveWaitsAMomentAndThenHappens() {
        fixture.socket().welcomes("S", 10);
        ScriptedConnection second = fixture.socket();

        second.asksToReconnect("wss://cell-c.eventsub.example/ws");
        assertThat(fixture.sockets).hasSize(2);
        second.notifies("1", "channel.follow");
        fixture.loop.advance(Duration.ofSeconds(1));
        fixture.socket().welcomes("S", 10);

        assertThat(fixture.sockets).hasSize(3);
        assertThat(second.closed).isTrue();
        assertThat(fixture.deliveredIds()).containsExactly("1");
    }

    @Test
    void theSameRequestAgainDoesNotDisturbTheMove() {
        ScriptedConnection first = fixture.socket();

        for (int i = 0; i < 5; i++) {
            old.asksToReconnect(URL);
        }

        assertThat(fixture.sockets).hasSize(2);
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void aPeerThatChangesItsMindAllTheTimeIsFollowedAtACalmPace() {
        for (int i = 0; i < 50; i++) {
            old.asksToReconnect("wss://cell-" + i + ".eventsub.example/ws");
        }
        assertThat(fixture.sockets).hasSize(2);

        fixture.loop.advance(Duration.ofSeconds(1));

        assertThat(fixture.sockets).hasSize(3);
        assertThat(fixture.socket().url).isEqualTo("wss://cell-49.eventsub.example/ws");
    }

    @Test
    void withoutTheOldSocketAFailedMoveIsGivenUpAtOnce() {
        old.closesWith(4004);
        fixture.socket().failsToConnect("refused");

        assertThat(fixture.state()).isEqualTo("waiting");
        assertThat(fixture.subscription("channel.follow").state()).isEqualTo("disconnected");
        fixture.untilNextSocket(Duration.ofSeconds(2));
        assertThat(fixture.socket().url).isEqualTo(SessionFixture.URL);
    }

    @Test
    void anOldSocketThatEndsBetweenTwoAttemptsEndsTheMove() {
        fixture.socket().failsToConnect("refused");

        old.closesWith(4004);

        assertThat(fixture.state()).isEqualTo("waiting");
    }

    @Test
    void whatIdentifiesASessionIsNotShown() {
        old.closesWith(4004);
        fixture.socket().failsToConnect("refused");

        assertThat(fixture.session.status().toString())
                .contains("cell-a.eventsub.example/ws")
                .doesNotContain("challenge");
    }

    @Test
    void aNewSessionIdMakesTheListBeAskedAndOnlyWhatIsMissingIsCreated() {
        int created = fixture.subscriptions.created.size();
        fixture.subscriptions.listed = List.of(
                new Listed("a", "stream.online", Map.of("broadcaster_user_id", "7001"), "OTHER"),
                new Listed("b", "channel.cheer", Map.of("broadcaster_user_id", "7001"), "S"),
                new Listed("sub-channel.raid", "channel.raid", Map.of(), "OTHER"));

        fixture.socket().welcomes("OTHER", 10);

        assertThat(fixture.subscriptions.created).hasSize(created + 5);
        assertThat(fixture.subscriptions.createdTypes().subList(created, created + 5))
                .doesNotContain("stream.online", "channel.raid");
        assertThat(fixture.subscriptions.created.subList(created, created + 5))
                .allMatch(request -> request.sessionId().equals("OTHER"));
    }

    @Test
    void aNewSessionIdAndNoListMeansToCreateAll() {
        int created = fixture.subscriptions.created.size();
        fixture.subscriptions.listed = null;

        fixture.socket().welcomes("OTHER", 10);

        assertThat(fixture.subscriptions.created).hasSize(created + 7);
    }
}
