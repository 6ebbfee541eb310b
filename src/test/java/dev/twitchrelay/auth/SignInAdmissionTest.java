package dev.twitchrelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.simulator.Person;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, asked of the simulated Twitch. */
class SignInAdmissionTest {
    private static final Person OWNER = SimulatorOptions.defaults().broadcaster();
    private static final Person OTHER = Person.of("666", "Other");

    private final Vertx vertx = Vertx.vertx();
    private TwitchSimulator twitch;

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        twitch.close();
    }

    private void startTwitch(boolean moderates, int followers) {
        twitch = TwitchSimulator.start(SimulatorOptions.defaults().withTokenUser(OTHER, moderates));
        twitch.channel().followers(followers);
    }

    /** What the log would say of who was let in, or why somebody was not. */
    private String admit(String channel, Person user, String before, String... scopes) throws IOException {
        ObjectNode validated =
                JsonMappers.PLAIN.createObjectNode().put("user_id", user.id()).put("login", user.login());
        for (String scope : scopes) {
            validated.withArray("scopes").add(scope);
        }
        String token = twitch.signIn().issueToken(user, scopes);
        Clock clock = Clock.systemUTC();
        WebClient http = WebClient.create(vertx);
        OAuthClient oauth = new OAuthClient(
                http, twitch.authUrl().toString(), SimulatorOptions.defaults().clientId(), null, new ClockSkew(clock));
        // nobody is signed in, so a call with another token than the granted one fails
        TokenProvider nobody =
                new TokenProvider(oauth, TokenStore.inMemory(), new ConfiguredTokens(null, null), vertx, clock);
        HelixClient helix = new HelixClient(
                http, nobody, new RateLimit(clock), twitch.apiUrl().toString());
        try {
            return new SignInAdmission(oauth, nobody, helix, channel, vertx)
                    .admit(new AccessToken(token), new TwitchAnswer(200, validated, null), before)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(SignInAdmission.NotAdmittedException.class);
            return e.getCause().getMessage();
        }
    }

    @Test
    void withoutAChannelTheFirstUserIsLetInAndThenOnlyTheSame() throws IOException {
        startTwitch(false, 5);

        assertThat(admit("", OTHER, "")).isEqualTo("other");
        assertThat(admit(null, OTHER, "666")).isEqualTo("other");
        assertThat(admit("", OTHER, "700100")).contains("another Twitch user (other)");
    }

    @Test
    void withAChannelItsAccountIsLetInWhateverItsScopes() throws IOException {
        startTwitch(false, 5);

        assertThat(admit("LanternBay", OWNER, "")).isEqualTo("lanternbay");
        assertThat(admit("lanternbay", OWNER, "666")).isEqualTo("lanternbay");
    }

    @Test
    void aModeratorIsKnownByTheModeratedChannels() throws IOException {
        startTwitch(true, 0);

        assertThat(admit("lanternbay", OTHER, "", "user:read:moderated_channels"))
                .isEqualTo("other, a moderator of lanternbay");
        assertThat(admit("another", OTHER, "", "user:read:moderated_channels"))
                .contains("not a moderator of the channel");
        assertThat(admit("lanternbay", OTHER, "700100", "user:read:moderated_channels"))
                .contains("not the user who signed in before");
    }

    @Test
    void aModeratorIsKnownByTheFollowersThatOnlyModeratorsSee() throws IOException {
        startTwitch(true, 5);

        assertThat(admit("lanternbay", OTHER, "", "moderator:read:followers"))
                .isEqualTo("other, a moderator of lanternbay");
        assertThat(admit("nosuchchannel", OTHER, "", "moderator:read:followers"))
                .contains("Twitch knows no channel of this name");
    }

    @Test
    void whoIsNoModeratorOrCannotBeKnownToBeOneIsNot() throws IOException {
        startTwitch(false, 5);

        assertThat(admit("lanternbay", OTHER, "", "user:read:moderated_channels"))
                .contains("not a moderator of the channel");
        assertThat(admit("lanternbay", OTHER, "", "moderator:read:followers"))
                .contains(
                        "twitch.channel is lanternbay, but other", "not a moderator of the channel", "TWITCH_CHANNEL");
        assertThat(admit("lanternbay", OTHER, "", "bits:read")).contains("granted scopes do not allow to ask");
        twitch.channel().followers(0);
        assertThat(admit("lanternbay", OTHER, "", "moderator:read:followers")).contains("has no followers");
        twitch.faults().fail("/helix/users", 503, "", 1);
        assertThat(admit("lanternbay", OTHER, "", "moderator:read:followers")).contains("Twitch answered 503");
    }
}
