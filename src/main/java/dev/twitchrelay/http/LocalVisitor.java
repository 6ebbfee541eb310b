package dev.twitchrelay.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells who sits at the relay's own computer, or has a tunnel to it. Pure. */
final class LocalVisitor {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-f.]*:[0-9a-f:.]*]?");

    /** What proxies say of whom they ask for; a browser sends none of them. */
    private static final Pattern OF_PROXIES = Pattern.compile(
            "forwarded|via|(x-)?forwarded-.*|x-original-.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip"
                    + "|client-ip|cf-.*|cdn-loop|fastly-client-ip|x-envoy-external-address|x-proxyuser-ip|x-azure-.*"
                    + "|x-amz-cf-.*|x-appengine-.*|tailscale-.*");

    private LocalVisitor() {}

    /**
     * Whether a request comes from this computer, is meant for it by name, and was passed on by nobody. A proxy that says
     * nothing of itself and speaks HTTP/1.0, as nginx does when it is told no more, is no visitor either.
     */
    static boolean is(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return isLoopback(request.connection().remoteAddress().hostAddress())
                && host != null
                && isLocal(host.host().toLowerCase(Locale.ROOT))
                && request.version() != HttpVersion.HTTP_1_0
                && request.headers().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .noneMatch(name -> OF_PROXIES.matcher(name).matches());
    }

    private static boolean isLocal(String name) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || (ADDRESS.matcher(name).matches() && isLoopback(name));
    }

    /** @param address in figures, so that nobody is asked */
    private static boolean isLoopback(String address) {
        try {
            return address != null
                    && InetAddress.getByName(address.replaceAll("[\\[\\]]|%.*", ""))
                            .isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
