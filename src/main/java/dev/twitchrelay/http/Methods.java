package dev.twitchrelay.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What every address of a router does with a method that no route names: HEAD is answered as GET without the body, OPTIONS says
 * what is allowed, and anything else is 405 with {@code Allow}. Monitors ask with HEAD, and load balancers with OPTIONS. Looks at
 * the routes at each request, because route files add and remove addresses. Thread-safe.
 */
public final class Methods {
    private final Router router;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    private Methods(Router router) {
        this.router = router;
    }

    /** Adds it before the router's last route. */
    public static void on(Router router) {
        router.route().order(Integer.MAX_VALUE - 1).handler(new Methods(router)::complete);
    }

    /** Hands a request to the router; {@code OPTIONS *}, which asks about no address, is nothing that a router takes. */
    static void handle(Router router, HttpServerRequest request) {
        if (request.method().equals(HttpMethod.OPTIONS) && "*".equals(request.uri())) {
            request.response()
                    .setStatusCode(204)
                    .putHeader("Allow", "GET, HEAD, OPTIONS")
                    .end();
        } else {
            router.handle(HeadRequest.wrap(request));
        }
    }

    /** Refuses to do anything but reading, or says that only reading is allowed; returns whether it did. */
    static boolean refusesToChange(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return false;
        }
        answer(context, new TreeSet<>(Set.of("GET")));
        return true;
    }

    private void complete(RoutingContext context) {
        HttpMethod method = context.request().method();
        String path = context.normalizedPath();
        Set<String> allowed = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && matches(route, path)) {
                route.methods().forEach(each -> allowed.add(each.name()));
            }
        }
        if (method.equals(HttpMethod.OPTIONS) && path.equals("/")) {
            // asks about the relay as a whole
            allowed.add("GET");
        }
        if (allowed.isEmpty() || allowed.contains(method.name())) {
            context.next();
        } else if (method.equals(HttpMethod.HEAD) && allowed.contains("GET")) {
            String query = context.request().query();
            context.reroute(HttpMethod.GET, context.request().path() + (query == null ? "" : '?' + query));
        } else {
            answer(context, allowed);
        }
    }

    private boolean matches(Route route, String path) {
        String pattern = route.getPath();
        if (pattern == null) {
            return route.isRegexPath() && path.matches(route.getName());
        }
        return patterns.computeIfAbsent(pattern + route.isExactPath(), key -> pattern(pattern, route.isExactPath()))
                .matcher(path)
                .matches();
    }

    private static Pattern pattern(String pattern, boolean exact) {
        String start = Arrays.stream(pattern.replaceFirst("/$", "").split("(?=/)"))
                .map(part -> part.startsWith("/:") ? "/[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining());
        return Pattern.compile(start + (exact ? "/?" : ".*"));
    }

    private static void answer(RoutingContext context, Set<String> allowed) {
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        String allow = String.join(", ", allowed);
        context.response().putHeader("Allow", allow);
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).end();
        } else {
            JsonAnswer.refuse(context, 405, "this address does not take that method; it takes " + allow);
        }
    }
}
