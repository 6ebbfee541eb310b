package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Lets pass who may change something: everybody in the demo, otherwise who sends {@code Authorization: Bearer} with the
 * admin token. Thread-safe.
 */
public final class AdminGuard implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final boolean open;

    /**
     * @param token {@code relay.admin-token}; null or blank refuses everybody
     * @param open whether nothing has to be shown, as in the demo
     */
    public AdminGuard(String token, boolean open) {
        this.token = token == null || token.isBlank() ? null : digest(token.strip());
        this.open = open;
    }

    @Override
    public void handle(RoutingContext context) {
        if (open) {
            context.next();
        } else if (token == null) {
            JsonAnswer.refuse(
                    context,
                    403,
                    "nobody may do this: set relay.admin-token (RELAY_ADMIN_TOKEN) and send it as"
                            + " 'Authorization: Bearer …'");
        } else if (accepts(context.request().getHeader("Authorization"))) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            JsonAnswer.refuse(context, 401, "send the admin token as 'Authorization: Bearer …'");
        }
    }

    /** Whether a header shows the admin token; takes the same time whatever is different, the length included. */
    boolean accepts(String header) {
        return token != null
                && header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        token, digest(header.substring(SCHEME.length()).strip()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
