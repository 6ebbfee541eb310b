package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the tokens of a code that a person approved. It asks Twitch for the tokens' account. If {@link SignInAdmission}
 * admits the account, the tokens are stored and used; otherwise they are revoked. Thread-safe.
 */
final class DeviceGrant {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceGrant.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 30;

    private final OAuthClient oauth;
    private final RefreshingTokenProvider tokens;
    private final SignInAdmission admission;
    private final Vertx vertx;

    DeviceGrant(OAuthClient oauth, RefreshingTokenProvider tokens, SignInAdmission admission, Vertx vertx) {
        this.oauth = oauth;
        this.tokens = tokens;
        this.admission = admission;
        this.vertx = vertx;
    }

    /** @return fails with a sentence for people when the tokens are not used; the tokens are then revoked */
    CompletionStage<Void> accept(TokenPair granted) {
        return validate(granted.access(), ATTEMPTS)
                .thenCompose(answer -> admission
                        .admit(granted.access(), answer.body(), tokens.userId())
                        .thenCompose(user -> tokens.signedIn(
                                        granted, answer.body().path("user_id").asText(""))
                                .thenRun(() -> LOG.info(
                                        "signed in to Twitch as {}; if this is the wrong account, sign it out with"
                                                + " twitch-relay sign-out",
                                        user))))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        revoke(granted.access(), ATTEMPTS);
                    }
                });
    }

    private void revoke(AccessToken access, int attempts) {
        oauth.revoke(access).thenAccept(confirmed -> {
            if (!confirmed && attempts > 1) {
                vertx.setTimer(PAUSE.toMillis(), timer -> revoke(access, attempts - 1));
            } else if (!confirmed) {
                LOG.warn(
                        "Twitch did not confirm the end of the refused account's token; the token expires within hours");
            }
        });
    }

    private CompletionStage<OAuthClient.Answer> validate(AccessToken access, int attempts) {
        return oauth.validate(access)
                .<CompletionStage<OAuthClient.Answer>>handle((answer, failure) -> {
                    if (failure == null && answer.status() < 500) {
                        return answer.status() == 401
                                ? CompletableFuture.failedFuture(
                                        new IOException("Twitch did not accept the token that it had just issued:"
                                                + " ask for a fresh code"))
                                : CompletableFuture.completedFuture(answer);
                    }
                    if (attempts <= 1) {
                        return CompletableFuture.failedFuture(new IOException(
                                "Twitch did not name the account that signed in: ask for a fresh code"));
                    }
                    return vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                            .toCompletionStage()
                            .thenCompose(fired -> validate(access, attempts - 1));
                })
                .thenCompose(stage -> stage);
    }
}
