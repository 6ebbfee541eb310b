package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is no HTTP, or too much of it, with a reason, and ends the connection. Thread-safe. */
final class UnreadableRequests implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(request, 414, "the address is too long; 8 KiB is the limit");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, 431, "the headers are too long; 16 KiB is the limit");
        } else {
            refuse(request, 400, "this is not a request that HTTP knows");
        }
    }

    static void refuse(HttpServerRequest request, int status, String reason) {
        LingeringClose.prepare(VertxInternals.channel(request.connection()));
        PageHeaders.putOfData(request.response().headers());
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Connection", "close")
                .end("{\"error\":\"" + reason + "\"}")
                .onComplete(sent -> request.connection().close());
    }
}
