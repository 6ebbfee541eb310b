package dev.twitchrelay.http;

import dev.twitchrelay.http.WrongGuesses.Judgement;
import dev.twitchrelay.http.WrongGuesses.Shown;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/**
 * Slows down strangers who guess the token of a source. It stands in front of the routes that answer senders, and a 401
 * of such a route counts as a wrong guess. So it holds for every source, also for a source that an integrator has
 * written. Requests that wait for a route at the same time are all answered; their wrong guesses slow down later requests.
 * Thread-safe.
 */
public final class SourceGuard implements Handler<RoutingContext> {
    private static final int WRONG = 401;

    private final boolean hasProxy;
    private final WrongGuesses guesses;

    /**
     * @param maxClientsPerAddress {@code sse.max-clients-per-address}: 0 for a relay behind a proxy. There all senders have
     *     the proxy's address, and a stranger who guesses would shut out the others. So nobody is slowed down
     */
    public SourceGuard(int maxClientsPerAddress) {
        this(maxClientsPerAddress, System::nanoTime);
    }

    SourceGuard(int maxClientsPerAddress, LongSupplier nanos) {
        this.hasProxy = maxClientsPerAddress == 0;
        this.guesses = new WrongGuesses("tokens and signatures of sources", nanos);
    }

    @Override
    public void handle(RoutingContext context) {
        if (hasProxy) {
            context.next();
            return;
        }
        String address = WrongGuesses.address(context.request());
        Judgement judgement = guesses.beforeGuess(context.vertx(), address);
        if (judgement.shown() == Shown.TOO_FAST) {
            guesses.refuse(context, judgement);
            return;
        }
        context.addEndHandler(ended -> {
            if (context.response().getStatusCode() == WRONG) {
                guesses.wasWrong(context.vertx(), address);
            }
        });
        context.next();
    }
}
