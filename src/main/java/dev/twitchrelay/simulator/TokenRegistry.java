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
 * Who granted what to the application, and every token that came of it. Durations are measured with the monotonic
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

    /** From now on each access token ends after so many requests to Helix; 0 is off. */
    void limitUses(int most) {
        mostUses = most;
        uses.clear();
    }

    /** A request to Helix was let in with this token. */
    void used(Token token) {
        if (mostUses > 0 && uses.merge(token, 1, Integer::sum) >= mostUses) {
            accessTokens.values().remove(token);
        }
    }

    /** Whether this user has granted the application anything, even no scope at all. */
    boolean authorized(String userId) {
        return grants.stream().anyMatch(grant -> grant.alive && grant.user.id().equals(userId));
    }

    /** Tokens for a user who has just agreed. */
    Issued signIn(Person user, Set<String> scopes) {
        return issue(grant(user, scopes), RandomText.ofLength(50));
    }

    Issued appToken() {
        Grant grant = new Grant(null, Set.of());
        String value = RandomText.ofLength(30);
        remember(accessTokens, value, grant, ProtocolTime.APP_TOKEN_LIFE);
        return new Issued(value, null, Set.of(), times.get(ProtocolTime.APP_TOKEN_LIFE));
    }

    /** New tokens for a refresh token, or null. A public client's second use of one cuts the whole grant. */
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

    /** The user disconnects the application, or changes the password: everything of hers is void. */
    void disconnect(String userId) {
        grants.stream()
                .filter(grant -> grant.alive && grant.user.id().equals(userId))
                .toList()
                .forEach(this::cut);
    }

    /** True if the token existed; it is gone now. */
    boolean revoke(String value) {
        return accessTokens.remove(value) != null;
    }

    /** Ends the life of all access tokens that exist now; grants and refresh tokens stay. */
    void expireAccessTokens() {
        accessTokens.clear();
    }

    /** Remembers this text as one that no client may show to anybody, and returns it. */
    String secret(String text) {
        secrets.add(text);
        return text;
    }

    /** All tokens and codes so far that no client may show to anybody. */
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
        // a confidential client's refresh token has no fixed end of life
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

    /** A user's consent, or, without user, the application itself. */
    static final class Grant {
        final Person user;
        final Set<String> scopes;
        private boolean alive = true;

        Grant(Person user, Set<String> scopes) {
            this.user = user;
            this.scopes = new TreeSet<>(scopes);
        }
    }

    /** A living or dead access or refresh token. */
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

    /** What the token endpoint answers; an application token has no refresh token. */
    record Issued(String accessToken, String refreshToken, Set<String> scopes, Duration life) {}
}
