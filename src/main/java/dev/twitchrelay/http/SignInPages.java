package dev.twitchrelay.http;

import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.SignInStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code /api/sign-in}: GET shows how the sign-in is doing and, being a look at it, renews a code that ended; POST asks for a
 * fresh code; DELETE signs out. While nobody is signed in, asking is free, because a person approves at Twitch; anything that
 * could change a sign-in which works takes the admin token. Thread-safe.
 */
public final class SignInPages {
    private static final String PATH = "/api/sign-in";

    private final DeviceCodeSignIn signIn;
    private final Supplier<CompletionStage<Boolean>> signOut;
    private final Handler<RoutingContext> guard;

    /** @param signOut completes with whether Twitch confirmed */
    public SignInPages(
            DeviceCodeSignIn signIn, Supplier<CompletionStage<Boolean>> signOut, Handler<RoutingContext> guard) {
        this.signIn = signIn;
        this.signOut = signOut;
        this.guard = guard;
    }

    /** Adds the pages to a router. */
    public void on(Router router) {
        router.get(PATH).handler(this::show);
        router.get(PATH + "/qr.svg").handler(this::picture);
        router.post(PATH).handler(this::guardIfSignedIn).handler(this::begin);
        router.delete(PATH).handler(guard).handler(this::end);
    }

    private void show(RoutingContext context) {
        signIn.looked();
        JsonAnswer.send(context, 200, signIn.status());
    }

    private void picture(RoutingContext context) {
        String address = signIn.status().verificationUri();
        if (address == null) {
            JsonAnswer.refuse(context, 404, "no sign-in code is waiting; POST /api/sign-in asks for one");
            return;
        }
        context.response()
                .putHeader("Content-Type", "image/svg+xml")
                .putHeader("Cache-Control", "no-store")
                .end(QrCode.svg(address));
    }

    private void guardIfSignedIn(RoutingContext context) {
        if (signIn.status().signedIn()) {
            guard.handle(context);
        } else {
            context.next();
        }
    }

    private void begin(RoutingContext context) {
        signIn.begin();
        SignInStatus status = signIn.status();
        JsonAnswer.send(context, 202, status);
    }

    private void end(RoutingContext context) {
        signIn.cancel();
        signOut.get().whenComplete((confirmed, failure) -> {
            if (failure != null) {
                context.fail(failure);
                return;
            }
            JsonAnswer.send(context, 200, Map.of("signedOut", true, "revokedAtTwitch", confirmed));
        });
    }
}
