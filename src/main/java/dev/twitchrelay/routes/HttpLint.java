package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds mistakes of routes that serve or call HTTP: methods that do not exist, addresses that the relay itself serves,
 * and ways on which a stranger could lead a request, with its authorization, to another address. Thread-safe.
 */
final class HttpLint implements RouteLint {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The first parts of the relay's own addresses. A folder {@code static} in the jar holds the pages. */
    private static final Pattern OWN =
            Pattern.compile("/(api/(twitch|status|sign-in|routes|outbox)(/.*)?|(widgets|v)(/.*)?|favicon\\.ico)");

    /** Headers that replace the address of a call, see CVE-2026-78164. */
    private static final List<String> ADDRESSES = List.of("CamelHttpUri", "CamelRestHttpUri");

    /** The names of parameters and headers that authorize a call. */
    private static final String AUTHORIZATION =
            "(?i)(httpClientConfigurer|.*(auth|token|secret|password|key|cookie|signature).*)";

    private final PlaceholderLint placeholders;

    HttpLint(PlaceholderLint placeholders) {
        this.placeholders = placeholders;
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        EndpointUse.in(file).forEach(use -> {
            String uri = use.resolved(placeholders);
            if (use.receiving() && uri.startsWith("platform-http:")) {
                served(use, uri.substring("platform-http:".length()), report);
            } else if (uri.matches("(?s)https?:.*")) {
                redirects(use, file, report);
            }
        });
        file.root()
                .all()
                .filter(node -> node.key().equals("name") && ADDRESSES.contains(String.valueOf(node.text())))
                .filter(node -> node.owner().equals("setHeader") || node.owner().equals("headers"))
                .filter(node -> !node.parent().get("constant").exists())
                .forEach(node -> report.accept(node.problem("the header " + node.text()
                        + " would lead the request, with its authorization, to an address from the message: write the"
                        + " address into the 'uri' of the step")));
    }

    private static void served(EndpointUse use, String address, Consumer<Problem> report) {
        String[] parts = address.split("\\?", 2);
        // Camel takes platform-http://x for platform-http:x
        String path = parts[0].replaceFirst("^//(?=[^/])", "");
        if (!path.startsWith("/")) {
            // also because Camel makes a proxy of an address that begins with "proxy", see CVE-2026-85316
            report.accept(use.uri()
                    .problem("the path '" + path + "' has to begin with a slash: write platform-http:/" + path));
        } else if (isOwn(path.replaceFirst("/*\\*?$", ""))) {
            report.accept(use.uri()
                    .problem("the relay itself serves " + path
                            + ": give this route another path, such as platform-http:/api/sources/mine"));
        }
        YamlNode methods = use.parameter("httpMethodRestrict");
        if (methods.text() != null && !methods.text().contains("{{")) {
            Arrays.stream(methods.text().split("[,\\s]+"))
                    .filter(method -> !METHODS.contains(method.toUpperCase(Locale.ROOT)))
                    .forEach(method -> report.accept(methods.problemIn(
                            method,
                            "there is no HTTP method '" + method + "': "
                                    + Suggestion.or(
                                            method.toUpperCase(Locale.ROOT), METHODS, "write for example POST"))));
        }
    }

    /** A variable at the begin would hide the pages. */
    private static boolean isOwn(String path) {
        return path.isEmpty()
                || OWN.matcher(path).matches()
                || path.startsWith("/{")
                || (path.contains(".") && HttpLint.class.getResource("/static" + path) != null)
                || HttpLint.class.getResource("/static" + path + ".html") != null;
    }

    /** camel-http sends headers on to the address of a redirect, see CVE-2026-85251. */
    private static void redirects(EndpointUse use, RouteFile file, Consumer<Problem> report) {
        YamlNode follow = use.parameter("followRedirects");
        boolean follows =
                String.valueOf(follow.text()).equals("true") || use.uri().text().contains("followRedirects=true");
        if (follows && isAuthorized(use, file)) {
            report.accept((follow.exists() ? follow : use.uri())
                    .problem("followRedirects would send the authorization of this call to whatever address the answer"
                            + " names: remove it, and write the final address"));
        }
    }

    private static boolean isAuthorized(EndpointUse use, RouteFile file) {
        return use.parameters().values().stream().anyMatch(value -> value.name().matches(AUTHORIZATION))
                || file.root()
                        .all()
                        .anyMatch(node -> node.key().equals("name")
                                && String.valueOf(node.text()).matches(AUTHORIZATION));
    }
}
