package dev.twitchrelay.proxy;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Chooses the HTTP proxy for an address, for all HTTP clients of the relay. The settings are {@code -Dhttps.proxyHost}
 * and {@code -Dhttp.proxyHost} with their ports and {@code -Dhttp.nonProxyHosts}; without them {@code HTTPS_PROXY},
 * {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} in small or capital letters. A {@code ws:} address uses
 * the proxy for HTTP, a {@code wss:} address the proxy for HTTPS. This computer is reached directly unless
 * {@code NO_PROXY} is empty. Immutable.
 */
public final class Proxies extends ProxySelector {
    /** No proxies, for commands that connect to no other host. */
    public static final Proxies NONE = new Proxies(name -> null);

    /** A proxy. {@link #toString()} hides the password. */
    private record Server(String host, int port, String user, String password) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private final Server http;
    private final Server https;
    private final NoProxy direct;

    /**
     * @param settings gives the value of a variable or system property, or null
     * @throws IllegalArgumentException when a setting is not the address of an HTTP proxy; the message names the
     *     setting without its value
     */
    public Proxies(UnaryOperator<String> settings) {
        http = server(settings, "http");
        https = server(settings, "https");
        String hosts = settings.apply("http.nonProxyHosts");
        String list = first(settings, "no_proxy", "NO_PROXY");
        direct = new NoProxy(hosts == null ? list : hosts + (list == null ? "" : "," + list));
    }

    private static String first(UnaryOperator<String> settings, String... names) {
        return Stream.of(names)
                .map(settings)
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }

    private static Server server(UnaryOperator<String> settings, String scheme) {
        String host = settings.apply(scheme + ".proxyHost");
        if (host != null && !host.isBlank()) {
            String port = settings.apply(scheme + ".proxyPort");
            return parse(
                    scheme + ".proxyHost",
                    host.strip() + ":"
                            + (port == null || port.isBlank() ? scheme.equals("http") ? 80 : 443 : port.strip()));
        }
        for (String name : List.of(scheme + "_proxy", "all_proxy")) {
            for (String spelling : List.of(name, name.toUpperCase(Locale.ROOT))) {
                String value = settings.apply(spelling);
                if (value != null && !value.isBlank()) {
                    return parse(spelling, value.strip());
                }
            }
        }
        return null;
    }

    private static Server parse(String setting, String value) {
        try {
            URI uri = URI.create(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                String[] user = uri.getRawUserInfo() == null
                        ? new String[] {null}
                        : uri.getRawUserInfo().split(":", 2);
                return new Server(
                        uri.getHost().replaceAll("[\\[\\]]", ""),
                        uri.getPort() > 0 ? uri.getPort() : 80,
                        decoded(user[0]),
                        user.length > 1 ? decoded(user[1]) : user[0] == null ? null : "");
            }
        } catch (IllegalArgumentException e) {
            // reported below without the value, because the value may hold a password
        }
        throw new IllegalArgumentException(setting + " is not the address of an HTTP proxy");
    }

    private static String decoded(String text) {
        return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Server of(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        Server server = secure ? https : scheme.equals("http") || scheme.equals("ws") ? http : null;
        int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
        return server == null || address.getHost() == null || direct.covers(address.getHost(), port) ? null : server;
    }

    /** The proxy for an address as {@code host:port}, or null for a direct connection. */
    public String describe(URI address) {
        Server server = of(address);
        return server == null ? null : server.toString();
    }

    /** The proxy for an address as options of Vert.x, or null for a direct connection. */
    public ProxyOptions options(URI address) {
        Server server = of(address);
        return server == null
                ? null
                : new ProxyOptions()
                        .setType(ProxyType.HTTP)
                        .setHost(server.host())
                        .setPort(server.port())
                        .setUsername(server.user())
                        .setPassword(server.password());
    }

    /** Creates a Vert.x client for Twitch that uses these proxies. */
    public WebClient webClient(Vertx vertx) {
        WebClient client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent("twitch-relay")
                        .setConnectTimeout(5_000)
                        .setMaxPoolSize(20)
                        .setKeepAliveTimeout(30)
                        .setFollowRedirects(false));
        VertxInternals.beforeEachRequest(client, request -> {
            boolean secure = Boolean.TRUE.equals(request.isSsl());
            request.setProxyOptions(options(URI.create(
                    (secure ? "https://" : "http://") + bracketed(request.getHost()) + ":" + request.getPort())));
        });
        return client;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Makes a client of camel-http use these proxies. */
    public void configure(HttpClientBuilder client) {
        client.setRoutePlanner(planner());
    }

    /**
     * Plans the way to a host through its proxy. It sends the proxy's user and password with the first request, because
     * a proxy that asks for them may cut a call that has a body.
     */
    public HttpRoutePlanner planner() {
        return new DefaultRoutePlanner(null) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                Server server = of(URI.create(target.toURI()));
                if (server == null) {
                    return null;
                }
                HttpHost proxy = new HttpHost("http", server.host(), server.port());
                if (server.user() != null) {
                    BasicScheme user = new BasicScheme();
                    user.initPreemptive(new UsernamePasswordCredentials(
                            server.user(), server.password().toCharArray()));
                    HttpClientContext.cast(context).resetAuthExchange(proxy, user);
                }
                return proxy;
            }
        };
    }

    @Override
    public List<Proxy> select(URI address) {
        Server server = of(address);
        return List.of(
                server == null
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.host(), server.port())));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // there is no other proxy to try
    }

    /**
     * The hosts that are reached without a proxy, as {@code NO_PROXY} lists them: {@code *}, names with their
     * subdomains ({@code example.com}, {@code .example.com}, {@code *.example.com}), addresses, and networks ({@code
     * 10.0.0.0/8}), each with or without a port. Names are not resolved. Immutable.
     */
    private static final class NoProxy {
        private final List<String> entries;
        private final boolean loopback;

        /** @param text null when the variable is not set; with an empty text, this computer needs the proxy, too */
        NoProxy(String text) {
            entries = text == null
                    ? List.of()
                    : Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,|\\s]+"))
                            .filter(entry -> !entry.isEmpty())
                            .toList();
            loopback = text == null || !entries.isEmpty();
        }

        /** Whether the host is reached without a proxy. */
        boolean covers(String host, int port) {
            String plain = plain(host);
            InetAddress address = address(plain);
            boolean isLoopback = address == null
                    ? plain.equals("localhost") || plain.endsWith(".localhost")
                    : address.isLoopbackAddress();
            return (loopback && isLoopback) || entries.stream().anyMatch(entry -> covers(entry, plain, address, port));
        }

        private static String plain(String host) {
            return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
        }

        /** The address that a text is, or null for a name. */
        private static InetAddress address(String text) {
            return NetUtil.createInetAddressFromIpAddressString(text);
        }

        private static boolean covers(String entry, String host, InetAddress address, int port) {
            int slash = entry.indexOf('/');
            if (slash > 0) {
                return address != null
                        && covers(address(entry.substring(0, slash)), entry.substring(slash + 1), address);
            }
            String name = entry;
            if (address(entry) == null || entry.startsWith("[")) {
                String[] parts = entry.split(":(?=\\d+$)", 2);
                if (parts.length > 1 && !parts[1].equals(String.valueOf(port))) {
                    return false;
                }
                name = plain(parts[0]);
            }
            if (name.equals("*") || name.equals(host)) {
                return true;
            }
            if (name.endsWith("*")) {
                return host.startsWith(name.substring(0, name.length() - 1));
            }
            String domain = name.replaceFirst("^\\*?\\.", "");
            return host.equals(domain) || (address == null && host.endsWith("." + domain));
        }

        private static boolean covers(InetAddress network, String length, InetAddress address) {
            if (network == null || !length.matches("\\d{1,3}")) {
                return false;
            }
            byte[] prefix = network.getAddress();
            byte[] all = address.getAddress();
            int rest = all.length * 8 - Integer.parseInt(length);
            return prefix.length == all.length
                    && rest >= 0
                    && new BigInteger(1, prefix)
                                    .xor(new BigInteger(1, all))
                                    .shiftRight(rest)
                                    .signum()
                            == 0;
        }
    }
}
