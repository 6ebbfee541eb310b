package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps pages of others, open in the browser of somebody who can reach the relay, from changing anything: what a foreign
 * origin sends is refused, and so is what comes under a name that could be anybody's, for its owner may have it point at the
 * relay (DNS rebinding). Addresses, {@code localhost} and names that nobody can register in public are fine; others are
 * named in {@code relay.allowed-hosts}. Who shows the admin token is no page of a stranger. Thread-safe.
 */
public final class ForeignPageGuard implements Handler<RoutingContext> {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f.]*:[0-9a-f:.]*]?");

    /** A name without a dot, or in a domain that is never delegated. */
    private static final Pattern PRIVATE =
            Pattern.compile("[a-z0-9_-]+|.*\\.(localhost|local|internal|lan|home\\.arpa|test|svc|cluster\\.local)");

    private final List<String> allowedHosts;
    private final AdminGuard admin;

    /** @param allowedHosts names under which the relay is reached, without port */
    public ForeignPageGuard(List<String> allowedHosts, AdminGuard admin) {
        this.allowedHosts =
                allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.admin = admin;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort host = request.authority();
        String name = host == null ? "" : host.host().toLowerCase(Locale.ROOT);
        if (admin.refusesGuess(context)) {
            return;
        }
        if (admin.showsToken(context)) {
            context.next();
        } else if (!ours(name)) {
            JsonAnswer.refuse(
                    context,
                    403,
                    "the relay does not know itself under this name: add it to relay.allowed-hosts"
                            + " (RELAY_ALLOWED_HOSTS), or use its address");
        } else if (foreign(request, host)) {
            JsonAnswer.refuse(context, 403, "a page of another origin may not do this");
        } else {
            context.next();
        }
    }

    private boolean ours(String name) {
        return allowedHosts.contains(name)
                || ADDRESS.matcher(name).matches()
                || PRIVATE.matcher(name).matches();
    }

    private boolean foreign(HttpServerRequest request, HostAndPort host) {
        if (safe(request)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return "cross-site".equals(site);
        }
        String authority = origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
        return !authority.equals(host.toString().toLowerCase(Locale.ROOT))
                && !allowedHosts.contains(authority.replaceFirst(":\\d+$", ""));
    }

    private static boolean safe(HttpServerRequest request) {
        return switch (request.method().name()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }
}
