package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to the tokens of an approved code: Twitch is asked whose they are, and they are stored and used unless they are
 * another user's than before. The code is public, so whoever sees it could enter it with an account of their own. Thread-safe.
 */
final class DeviceGrant {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceGrant.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 30;

    private final OAuthClient oauth;
    private final RefreshingTokenProvider tokens;
    private final Vertx vertx;

    DeviceGrant(OAuthClient oauth, RefreshingTokenProvider tokens, Vertx vertx) {
        this.oauth = oauth;
        this.tokens = tokens;
        this.vertx = vertx;
    }

    /** @return fails with a sentence for people when the tokens are not used */
    CompletionStage<Void> accept(TokenPair granted) {
        return validate(granted.access(), ATTEMPTS).thenCompose(answer -> {
            // mocks of Twitch may not say whose token it is
            String user = answer.body().path("user_id").asText("");
            String before = tokens.userId();
            if (!before.isEmpty() && !user.equals(before)) {
                oauth.revoke(granted.access());
                return CompletableFuture.failedFuture(new IOException(
                        "another Twitch user than before entered the code, and was not let in: sign in as the same"
                                + " user, or sign out first"));
            }
            LOG.info("signed in to Twitch as {}", answer.body().path("login").asText("(unnamed)"));
            return tokens.signedIn(granted, user);
        });
    }

    private CompletionStage<OAuthClient.Answer> validate(AccessToken access, int attempts) {
        return oauth.validate(access)
                .handle((answer, failure) -> {
                    if (failure == null && answer.status() < 500) {
                        return answer.status() == 401
                                ? CompletableFuture.<OAuthClient.Answer>failedFuture(
                                        new IOException("Twitch did not accept the token that it had just granted:"
                                                + " ask for a fresh code"))
                                : CompletableFuture.completedFuture(answer);
                    }
                    if (attempts <= 1) {
                        return CompletableFuture.<OAuthClient.Answer>failedFuture(
                                new IOException("Twitch did not say who signed in: ask for a fresh code"));
                    }
                    CompletableFuture<OAuthClient.Answer> later = new CompletableFuture<>();
                    vertx.setTimer(PAUSE.toMillis(), timer -> validate(access, attempts - 1)
                            .whenComplete((answered, again) -> {
                                if (again == null) {
                                    later.complete(answered);
                                } else {
                                    later.completeExceptionally(TokenChanges.cause(again));
                                }
                            }));
                    return later;
                })
                .thenCompose(stage -> stage);
    }
}
