package dev.twitchrelay.auth;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that came from the configuration, refreshed when Twitch refuses them. One refresh at a time, whoever asks.
 * Thread-safe.
 */
public final class RefreshingTokenProvider implements TokenProvider {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshingTokenProvider.class);
    private static final String SIGN_IN = "set twitch.access-token (TWITCH_ACCESS_TOKEN) and twitch.refresh-token"
            + " (TWITCH_REFRESH_TOKEN) to a newly granted pair and restart";

    private final OAuthClient oauth;
    private AccessToken access;
    private String refresh;
    private String problem;
    private CompletableFuture<AccessToken> refreshing;

    /**
     * @param access null or blank when there is none
     * @param refresh null or blank when there is none; then the first 401 ends the sign-in
     */
    public RefreshingTokenProvider(OAuthClient oauth, String access, String refresh) {
        this.oauth = oauth;
        this.access = access == null || access.isBlank() ? null : new AccessToken(access);
        this.refresh = refresh == null || refresh.isBlank() ? null : refresh;
        if (this.access == null && this.refresh == null) {
            problem = "no Twitch token: " + SIGN_IN;
        }
    }

    @Override
    public String clientId() {
        return oauth.clientId();
    }

    @Override
    public synchronized CompletionStage<AccessToken> token() {
        if (access != null) {
            return CompletableFuture.completedFuture(access);
        }
        return refresh(null);
    }

    @Override
    public CompletionStage<AccessToken> refresh(AccessToken rejected) {
        CompletableFuture<AccessToken> answer;
        String spent;
        synchronized (this) {
            if (access != null && !access.equals(rejected)) {
                return CompletableFuture.completedFuture(access);
            }
            if (refreshing != null) {
                return refreshing;
            }
            if (refresh == null) {
                access = null;
                if (problem == null) {
                    problem = "Twitch refused the access token and there is no refresh token: " + SIGN_IN;
                    LOG.warn("{}", problem);
                }
                return CompletableFuture.failedFuture(new SignInRequiredException(problem));
            }
            answer = refreshing = new CompletableFuture<>();
            spent = refresh;
        }
        oauth.refresh(spent).whenComplete((response, failure) -> {
            try {
                settle(answer, accept(response, failure), null);
            } catch (IOException | RuntimeException e) {
                settle(answer, null, e);
            }
        });
        return answer;
    }

    @Override
    public synchronized String problem() {
        return problem;
    }

    private OAuthClient.Tokens accept(OAuthClient.Answer response, Throwable failure) throws IOException {
        if (failure != null) {
            throw new IOException("cannot reach Twitch to refresh the token: " + failure.getMessage(), failure);
        }
        // 400 and 401 are final: wrong, used or expired refresh token, or the user disconnected the application
        if (response.status() == 400 || response.status() == 401 || response.status() == 403) {
            throw new SignInRequiredException("Twitch refused to refresh the token (" + response.status() + " "
                    + response.message() + "): " + SIGN_IN);
        }
        if (response.status() != 200) {
            throw new IOException("Twitch answered the token refresh with " + response.status());
        }
        return OAuthClient.tokens(response);
    }

    private void settle(CompletableFuture<AccessToken> answer, OAuthClient.Tokens tokens, Exception failure) {
        synchronized (this) {
            refreshing = null;
            if (tokens != null) {
                access = tokens.access();
                refresh = tokens.refresh() == null ? refresh : tokens.refresh();
                problem = null;
            } else if (failure instanceof SignInRequiredException) {
                access = null;
                refresh = null;
                problem = failure.getMessage();
            }
        }
        if (failure == null) {
            answer.complete(tokens.access());
            return;
        }
        LOG.warn("{}", failure.getMessage());
        answer.completeExceptionally(failure);
    }
}
