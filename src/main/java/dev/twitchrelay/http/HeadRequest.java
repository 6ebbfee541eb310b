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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A request for the head of an answer, whose handlers answer as if the body were wanted: the length of the body becomes {@code
 * Content-Length}, and the body is left out. Vert.x alone would leave the length out over HTTP/1, and send the body over HTTP/2,
 * which breaks the stream. An answer that is written in parts ends with its head, so that a stream without end has one.
 */
final class HeadRequest extends VertxInternals.RequestWrapper {
    private final HttpServerResponse real;
    private final HttpServerResponse response;

    private HeadRequest(HttpServerRequest request) {
        super(request);
        real = request.response();
        response = (HttpServerResponse) Proxy.newProxyInstance(
                HeadRequest.class.getClassLoader(), new Class<?>[] {HttpServerResponse.class}, this::call);
    }

    /** The request itself unless it is HEAD. */
    static HttpServerRequest wrap(HttpServerRequest request) {
        return request.method().equals(HttpMethod.HEAD) ? new HeadRequest(request) : request;
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
            // calls in a chain go on here
            return result == real ? proxy : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private Object leaveOut(Method method, Object[] arguments) {
        boolean whole = !method.getName().equals("write");
        if (whole && !real.headWritten() && !real.isChunked() && !real.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
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
