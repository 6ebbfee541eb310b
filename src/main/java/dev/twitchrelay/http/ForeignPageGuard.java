package dev.twitchrelay.http;

import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps foreign web pages from changing anything, when a browser that can reach the relay shows them. It refuses
 * requests of another origin that may change something, and requests with a host name that anybody could own, because
 * the owner may point the name at the relay (DNS rebinding). It accepts IP addresses, {@code localhost}, names that
 * nobody can register, and the names in {@code relay.allowed-hosts}. A request with the admin token is not of a
 * foreign page. Thread-safe.
 */
public final class ForeignPageGuard implements Handler<RoutingContext> {
    /** A name without a dot, or in a domain that is never delegated. */
    private static final Pattern PRIVATE =
            Pattern.compile("[a-z0-9_-]+|.*\\.(localhost|local|internal|lan|home\\.arpa|test|svc|cluster\\.local)");

    private final List<String> allowedHosts;
    private final AdminGuard admin;

    /** @param allowedHosts the host names of the relay, without port */
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
                    "the relay does not know this host name: add it to relay.allowed-hosts (RELAY_ALLOWED_HOSTS),"
                            + " or use the relay's IP address");
        } else if (foreign(request, host)) {
            JsonAnswer.refuse(context, 403, "a page of another origin may not do this");
        } else {
            context.next();
        }
    }

    private boolean ours(String name) {
        return allowedHosts.contains(name)
                || NetUtil.createInetAddressFromIpAddressString(name) != null
                || PRIVATE.matcher(name).matches();
    }

    private boolean foreign(HttpServerRequest request, HostAndPort host) {
        if (List.of("GET", "HEAD", "OPTIONS").contains(request.method().name())) {
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
}
