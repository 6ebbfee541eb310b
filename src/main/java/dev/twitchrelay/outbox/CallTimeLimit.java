package dev.twitchrelay.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Cuts the connection of a call that takes too long, the body of the answer included. The time limits of the client
 * itself are limits for the pause between two bytes, so they do not end a call whose peer sends byte by byte.
 * Thread-safe.
 */
public final class CallTimeLimit implements ExecChainHandler {
    private final Duration limit;

    /** @param limit from the start of the call to the last byte of its answer */
    public CallTimeLimit(Duration limit) {
        this.limit = limit;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        over.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            // nothing happens to a call that has given its connection back
            if (late != null && scope.execRuntime instanceof Cancellable call) {
                call.cancel();
            }
        });
        boolean answered = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                over.complete(null);
            }
        }
    }
}
