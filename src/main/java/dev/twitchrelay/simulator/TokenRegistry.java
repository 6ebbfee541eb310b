package dev.twitchrelay.simulator;

import io.vertx.ext.web.handler.HttpException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The grants of users to the application, and the tokens of each grant. Durations are measured with the monotonic
 * clock, so a skewed wall clock does not expire tokens. Loop-confined.
 */
final class TokenRegistry {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final EventSubServer server;
    private final Map<String, Token> accessTokens = new HashMap<>();
    private final Map<String, Token> refreshTokens = new HashMap<>();
    private final Map<String, Grant> usedRefreshTokens = new HashMap<>();
    private final Set<String> secrets = new HashSet<>();
    private final List<Grant> grants = new ArrayList<>();
    private final Map<Token, Integer> uses = new HashMap<>();
    private int mostUses;

    /** @param server gets a revocation for every subscription of a grant that ends */
    TokenRegistry(SimulatorOptions options, SimulatorLoop loop, EventSubServer server) {
        this.options = options;
        this.loop = loop;
        this.server = server;
        if (options.accessToken != null) {
            Grant grant = grant(options.tokenUser, options.scopes);
            remember(accessTokens, options.accessToken, grant, ProtocolTime.TOKEN_LIFE);
            remember(refreshTokens, options.refreshToken, grant, ProtocolTime.REFRESH_TOKEN_LIFE);
        }
    }

    /** The living token, or null. */
    Token accessToken(String value) {
        return living(accessTokens.get(value));
    }

    /** Makes each access token end after this number of requests to Helix; 0 is no limit. */
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
        return grants.stream().anyMatch(grant -> grant.isAliveOf(userId));
    }

    /** Issues tokens for a user who has agreed. */
    Issued signIn(Person user, Set<String> scopes) {
        return issue(grant(user, scopes), secret(50));
    }

    Issued appToken() {
        String value = secret(30);
        remember(accessTokens, value, new Grant(null, Set.of()), ProtocolTime.APP_TOKEN_LIFE);
        return new Issued(value, null, Set.of(), loop.duration(ProtocolTime.APP_TOKEN_LIFE));
    }

    /**
     * Issues new tokens for a refresh token. When a public client uses a refresh token twice, the whole grant ends.
     */
    Issued refresh(String value) {
        if (usedRefreshTokens.containsKey(value)) {
            end(usedRefreshTokens.get(value));
        }
        Token token = living(refreshTokens.get(value));
        if (token == null) {
            throw new HttpException(400, "Invalid refresh token");
        }
        if (options.confidential()) {
            return issue(token.grant, value);
        }
        refreshTokens.remove(value);
        usedRefreshTokens.put(value, token.grant);
        return issue(token.grant, secret(50));
    }

    /** Ends all grants of a user who disconnects the application or changes the password. */
    void disconnect(Person user) {
        grants.stream().filter(grant -> grant.isAliveOf(user.id())).forEach(this::end);
    }

    /** Revokes a token. Returns whether it existed. */
    boolean revoke(String value) {
        return accessTokens.remove(value) != null;
    }

    /** Ends the life of all access tokens that exist now; grants and refresh tokens stay. */
    void expireAccessTokens() {
        accessTokens.clear();
    }

    /** Makes a token or a code that no client may show. */
    String secret(int length) {
        String text = randomText(length);
        secrets.add(text);
        return text;
    }

    /** Makes a text that nobody can guess. */
    static String randomText(int length) {
        StringBuilder text = new StringBuilder(length);
        RANDOM.ints(length, 0, ALPHABET.length()).forEach(index -> text.append(ALPHABET.charAt(index)));
        return text.toString();
    }

    /** All tokens and codes so far, which no client may show. */
    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    private Grant grant(Person user, Set<String> scopes) {
        Grant grant = new Grant(user, scopes);
        grants.add(grant);
        return grant;
    }

    private void end(Grant grant) {
        if (grant.alive) {
            grant.alive = false;
            server.revokeAllOf(grant.user, "authorization_revoked");
        }
    }

    private Issued issue(Grant grant, String refreshToken) {
        String access = secret(30);
        remember(accessTokens, access, grant, ProtocolTime.TOKEN_LIFE);
        // the refresh token of a confidential client has no fixed end
        ProtocolTime life = options.confidential() ? ProtocolTime.APP_TOKEN_LIFE : ProtocolTime.REFRESH_TOKEN_LIFE;
        remember(refreshTokens, refreshToken, grant, life);
        return new Issued(access, refreshToken, grant.scopes, loop.duration(ProtocolTime.TOKEN_LIFE));
    }

    private void remember(Map<String, Token> tokens, String value, Grant grant, ProtocolTime life) {
        secrets.add(value);
        tokens.put(
                value, new Token(grant, System.nanoTime() + loop.duration(life).toNanos()));
    }

    private static Token living(Token token) {
        return token != null && token.grant.alive && token.left().toNanos() > 0 ? token : null;
    }

    /** A user's consent. Without a user it is the application's own grant. */
    private static final class Grant {
        private final Person user;
        private final Set<String> scopes;
        private boolean alive = true;

        private Grant(Person user, Set<String> scopes) {
            this.user = user;
            this.scopes = new TreeSet<>(scopes);
        }

        private boolean isAliveOf(String userId) {
            return alive && user.id().equals(userId);
        }
    }

    /** An access token or a refresh token, valid or not. */
    record Token(Grant grant, long endOfLife) {
        boolean ofApplication() {
            return grant.user == null;
        }

        /** The id of the user; the application's tokens have a holder of their own. */
        String holder() {
            return ofApplication() ? "application" : grant.user.id();
        }

        /** The user, or null for a token of the application. */
        Person user() {
            return grant.user;
        }

        Set<String> scopes() {
            return grant.scopes;
        }

        /** Refuses a request with a parameter that names another user. */
        void checkUser(String parameter, String id) {
            if (!holder().equals(id)) {
                throw new HttpException(401, "The ID in " + parameter + " must match the user ID in the access token");
            }
        }

        /** Refuses a request when the user has not granted this scope. */
        void checkScope(String scope) {
            if (!grant.scopes.contains(scope)) {
                throw new HttpException(401, "Missing scope: " + scope);
            }
        }

        Duration left() {
            return Duration.ofNanos(endOfLife - System.nanoTime());
        }
    }

    /** The tokens in an answer of the token endpoint; an application token has no refresh token. */
    record Issued(String accessToken, String refreshToken, Set<String> scopes, Duration life) {}
}
