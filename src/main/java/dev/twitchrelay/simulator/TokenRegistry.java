package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The grants of users to the application, and the tokens of each grant. Durations are measured with the monotonic
 * clock, so a skewed wall clock does not expire tokens. Loop-confined.
 */
final class TokenRegistry {
    private final SimulatorOptions options;
    private final Times times;
    private final Map<String, Token> accessTokens = new HashMap<>();
    private final Map<String, Token> refreshTokens = new HashMap<>();
    private final Map<String, Grant> usedRefreshTokens = new HashMap<>();
    private final Set<String> secrets = new HashSet<>();
    private final List<Grant> grants = new ArrayList<>();
    private final Map<Token, Integer> uses = new HashMap<>();
    private int mostUses;
    private BiConsumer<String, String> onCut = (userId, status) -> {};

    TokenRegistry(SimulatorOptions options, Times times) {
        this.options = options;
        this.times = times;
        if (options.accessToken != null) {
            Grant grant = grant(options.tokenUser, options.scopes);
            remember(accessTokens, options.accessToken, grant, ProtocolTime.TOKEN_LIFE);
            if (options.refreshToken != null) {
                remember(refreshTokens, options.refreshToken, grant, ProtocolTime.REFRESH_TOKEN_LIFE);
            }
        }
    }

    /** Called with the user's id and the subscription status when a grant ends. */
    void onCut(BiConsumer<String, String> handler) {
        onCut = handler;
    }

    /** The living token, or null. */
    Token accessToken(String value) {
        return living(accessTokens.get(value));
    }

    /** Makes each access token end after this number of requests to Helix; 0 switches it off. */
    void limitUses(int limit) {
        mostUses = limit;
        uses.clear();
    }

    /** Counts a request to Helix with this token. */
    void used(Token token) {
        if (mostUses > 0 && uses.merge(token, 1, Integer::sum) >= mostUses) {
            accessTokens.values().remove(token);
        }
    }

    /** Whether this user has authorized the application, even without a scope. */
    boolean authorized(String userId) {
        return grants.stream().anyMatch(grant -> grant.alive && grant.user.id().equals(userId));
    }

    /** Issues tokens for a user who has agreed. */
    Issued signIn(Person user, Set<String> scopes) {
        return issue(grant(user, scopes), RandomText.ofLength(50));
    }

    Issued appToken() {
        Grant grant = new Grant(null, Set.of());
        String value = RandomText.ofLength(30);
        remember(accessTokens, value, grant, ProtocolTime.APP_TOKEN_LIFE);
        return new Issued(value, null, Set.of(), times.get(ProtocolTime.APP_TOKEN_LIFE));
    }

    /**
     * Issues new tokens for a refresh token, or returns null. When a public client uses a refresh token twice, the
     * whole grant ends.
     */
    Issued refresh(String value) {
        if (usedRefreshTokens.containsKey(value)) {
            cut(usedRefreshTokens.get(value));
            return null;
        }
        Token token = living(refreshTokens.get(value));
        if (token == null) {
            return null;
        }
        if (options.confidential()) {
            return issue(token.grant, value);
        }
        refreshTokens.remove(value);
        usedRefreshTokens.put(value, token.grant);
        return issue(token.grant, RandomText.ofLength(50));
    }

    /** Ends all grants of a user who disconnects the application or changes the password. */
    void disconnect(String userId) {
        grants.stream()
                .filter(grant -> grant.alive && grant.user.id().equals(userId))
                .toList()
                .forEach(this::cut);
    }

    /** Revokes a token. Returns whether it existed. */
    boolean revoke(String value) {
        return accessTokens.remove(value) != null;
    }

    /** Ends the life of all access tokens that exist now; grants and refresh tokens stay. */
    void expireAccessTokens() {
        accessTokens.clear();
    }

    /** Remembers a text that no client may show, and returns it. */
    String secret(String text) {
        secrets.add(text);
        return text;
    }

    /** All tokens and codes so far, which no client may show. */
    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    private void cut(Grant grant) {
        if (!grant.alive) {
            return;
        }
        grant.alive = false;
        onCut.accept(grant.user.id(), "authorization_revoked");
    }

    private Grant grant(Person user, Set<String> scopes) {
        Grant grant = new Grant(user, scopes);
        grants.add(grant);
        return grant;
    }

    private Issued issue(Grant grant, String refreshToken) {
        String access = RandomText.ofLength(30);
        remember(accessTokens, access, grant, ProtocolTime.TOKEN_LIFE);
        // the refresh token of a confidential client has no fixed end
        remember(
                refreshTokens,
                refreshToken,
                grant,
                options.confidential() ? ProtocolTime.APP_TOKEN_LIFE : ProtocolTime.REFRESH_TOKEN_LIFE);
        return new Issued(access, refreshToken, grant.scopes, times.get(ProtocolTime.TOKEN_LIFE));
    }

    private void remember(Map<String, Token> tokens, String value, Grant grant, ProtocolTime life) {
        secret(value);
        tokens.put(value, new Token(grant, System.nanoTime() + times.get(life).toNanos()));
    }

    private static Token living(Token token) {
        return token != null && token.grant.alive && token.left().toNanos() > 0 ? token : null;
    }

    /** A user's consent. Without a user it is the application's own grant. */
    static final class Grant {
        final Person user;
        final Set<String> scopes;
        private boolean alive = true;

        Grant(Person user, Set<String> scopes) {
            this.user = user;
            this.scopes = new TreeSet<>(scopes);
        }
    }

    /** An access token or a refresh token, valid or not. */
    record Token(Grant grant, long endOfLife) {
        boolean ofApplication() {
            return grant.user == null;
        }

        Person user() {
            return grant.user;
        }

        Set<String> scopes() {
            return grant.scopes;
        }

        Duration left() {
            return Duration.ofNanos(endOfLife - System.nanoTime());
        }
    }

    /** The tokens in an answer of the token endpoint; an application token has no refresh token. */
    record Issued(String accessToken, String refreshToken, Set<String> scopes, Duration life) {}
}
