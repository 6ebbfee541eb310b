package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers methods that no route of an address names: HEAD as GET without the body, OPTIONS with the methods of the
 * address, and any other method with 405 and {@code Allow}. Monitors send HEAD, and load balancers send OPTIONS. The
 * routes are read at each request, because route files add and remove addresses. Thread-safe.
 */
public final class Methods {
    private final Router router;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    private Methods(Router router) {
        this.router = router;
    }

    /** Adds the answers to a router, before its last route. */
    public static void on(Router router) {
        router.route().order(Integer.MAX_VALUE - 1).handler(new Methods(router)::complete);
    }

    /** Gives a request to the router. {@code OPTIONS *} has no address, so no router could take it. */
    static void handle(Router router, HttpServerRequest request) {
        if (request.method().equals(HttpMethod.OPTIONS) && "*".equals(request.uri())) {
            request.response()
                    .setStatusCode(204)
                    .putHeader("Allow", "GET, HEAD, OPTIONS")
                    .end();
        } else {
            router.handle(request.method().equals(HttpMethod.HEAD) ? new HeadRequest(request) : request);
        }
    }

    /** Answers each method but GET and HEAD, and returns whether it has answered. */
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
            // this request asks about the relay as a whole
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

    /**
     * A request for the head of an answer. Its handlers answer as if the request were GET: the length of the body
     * becomes {@code Content-Length}, and the body is left out. An answer in parts ends with its head, so a stream
     * without end has an end here. Vert.x alone would send no length over HTTP/1, and would send the body over
     * HTTP/2, which breaks the stream.
     */
    private static final class HeadRequest extends VertxInternals.RequestWrapper {
        private final HttpServerResponse real;
        private final HttpServerResponse response;

        private HeadRequest(HttpServerRequest request) {
            super(request);
            real = request.response();
            response = (HttpServerResponse) Proxy.newProxyInstance(
                    HeadRequest.class.getClassLoader(), new Class<?>[] {HttpServerResponse.class}, this::call);
        }

        @Override
        public HttpServerResponse response() {
            return response;
        }

        private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
            boolean body = arguments != null && (arguments[0] instanceof Buffer || arguments[0] instanceof String);
            if (method.getName().matches("end|write|send")
                    && (body || method.getName().equals("write"))) {
                return leaveOut(method, arguments);
            }
            try {
                Object result = method.invoke(real, arguments);
                // the next call of a chain must come here, too
                return result == real ? proxy : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @SuppressWarnings("unchecked")
        private Object leaveOut(Method method, Object[] arguments) {
            boolean whole = !method.getName().equals("write");
            if (whole
                    && !real.headWritten()
                    && !real.isChunked()
                    && !real.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
                real.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(length(arguments)));
            }
            Future<Void> sent = real.ended() ? Future.succeededFuture() : real.end();
            if (arguments[arguments.length - 1] instanceof Handler<?> handler) {
                sent.onComplete((Handler<AsyncResult<Void>>) handler);
            }
            return method.getReturnType() == void.class ? null : sent;
        }

        private static int length(Object[] arguments) {
            if (arguments[0] instanceof Buffer buffer) {
                return buffer.length();
            }
            boolean named = arguments.length > 1 && arguments[1] instanceof String;
            Charset charset = named ? Charset.forName((String) arguments[1]) : StandardCharsets.UTF_8;
            return ((String) arguments[0]).getBytes(charset).length;
        }
    }
}
