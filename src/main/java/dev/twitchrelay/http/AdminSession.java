package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions of browsers that have shown the admin token. A session is a cookie with its end and a signature whose key is
 * the admin token. So the relay remembers nothing, a session survives a restart, and another admin token ends it. A
 * session cannot be guessed, because its signature has 256 bits.
 *
 * <p>A browser also sends cookies with requests that a foreign page has caused. Two things keep such a page out: the
 * cookie is {@code SameSite=Strict}, and it counts only with the header {@link #HEADER}, which a page of another origin
 * cannot send without a permission that the relay never gives. Thread-safe.
 */
final class AdminSession {
    /** The header of the relay's own pages; any value counts. */
    static final String HEADER = "X-Relay-Page";

    static final Duration LASTS = Duration.ofDays(180);

    private static final String PATH = "/api/session";
    private static final String PREFIX = "relay-session-";
    private static final Pattern VALUE = Pattern.compile("([1-9][0-9]{0,11})\\.([0-9a-f]{64})");
    private static final int NAME_BYTES = 4;

    private final byte[] token;
    private final Clock clock;
    private final String name;

    /** @param token the admin token; null if the relay has none, then there are no sessions */
    AdminSession(byte[] token, Clock clock) {
        this.token = token;
        this.clock = clock;
        // cookies do not know ports, and two relays of one computer must not overwrite each other's
        this.name = token == null ? PREFIX + "none" : PREFIX + signature("name").substring(0, 2 * NAME_BYTES);
    }

    /**
     * Adds {@code /api/session}: POST gives a browser the cookie of a session, so that a person enters the admin token
     * once; DELETE takes the cookie back. A relay without an admin token, such as the demo, gives none.
     *
     * @param guard admits requests that show the admin token
     */
    void on(Router router, Handler<RoutingContext> guard) {
        router.post(PATH).handler(guard).handler(context -> {
            if (token != null) {
                context.response().addCookie(begin(context.request()));
            }
            done(context);
        });
        router.delete(PATH).handler(context -> {
            context.response().addCookie(end(context.request()));
            done(context);
        });
    }

    private static void done(RoutingContext context) {
        JsonAnswer.putHeaders(context.response().headers());
        context.response().setStatusCode(204).end();
    }

    /** A cookie that begins a session, for the browser that has sent the request. */
    Cookie begin(HttpServerRequest request) {
        String end = String.valueOf(clock.instant().plus(LASTS).getEpochSecond());
        return cookie(request, end + "." + signature(end)).setMaxAge(LASTS.toSeconds());
    }

    /** A cookie that ends the browser's session. */
    Cookie end(HttpServerRequest request) {
        return cookie(request, "").setMaxAge(0);
    }

    private Cookie cookie(HttpServerRequest request, String value) {
        boolean secure = request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(secure);
    }

    /** Whether a page of the relay has sent the request with the cookie of a session. */
    boolean isShownBy(HttpServerRequest request) {
        if (token == null || request.getHeader(HEADER) == null) {
            return false;
        }
        Cookie cookie = request.getCookie(name);
        Matcher value = VALUE.matcher(cookie == null ? "" : cookie.getValue());
        return value.matches()
                && Long.parseLong(value.group(1)) > clock.instant().getEpochSecond()
                && MessageDigest.isEqual(bytes(signature(value.group(1))), bytes(value.group(2)));
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, mac.getAlgorithm()));
            return HexFormat.of().formatHex(mac.doFinal(bytes(PREFIX + text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
