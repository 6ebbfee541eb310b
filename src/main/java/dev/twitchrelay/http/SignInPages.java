package dev.twitchrelay.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.DeviceCodeSignIn.SignInCode;
import dev.twitchrelay.kit.JsonMappers;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code /api/sign-in}: GET shows how the sign-in is doing and, being a look at it, renews a code that ended; POST asks for a
 * fresh code; DELETE signs out. While nobody is signed in, asking is free, because a person approves at Twitch; anything that
 * could change a sign-in which works takes the admin token. The code itself is seen by local visitors and holders of the
 * admin token only, and this is the one place that decides it. Thread-safe.
 */
public final class SignInPages {
    private static final String PATH = "/api/sign-in";
    private static final String IN_THE_LOG =
            "the code stands in the relay's log; here it is shown to who opens the page on"
                    + " the relay's own computer, under localhost, and to who sends the admin token";

    private final DeviceCodeSignIn signIn;
    private final Supplier<CompletionStage<Boolean>> signOut;
    private final AdminGuard guard;

    /** @param signOut completes with whether Twitch confirmed */
    public SignInPages(DeviceCodeSignIn signIn, Supplier<CompletionStage<Boolean>> signOut, AdminGuard guard) {
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

    private boolean maySeeCode(RoutingContext context) {
        return guard.admits(context) || LocalVisitor.is(context.request());
    }

    private void show(RoutingContext context) {
        if (!guard.refusesWrongToken(context)) {
            signIn.looked();
            answer(context, 200);
        }
    }

    /** The status, and to those who may see it, the code; to others, where it is. */
    private void answer(RoutingContext context, int status) {
        ObjectNode answer = JsonMappers.PLAIN.valueToTree(signIn.status());
        SignInCode code = signIn.code();
        if (code != null && maySeeCode(context)) {
            answer.put("verificationUri", code.verificationUri())
                    .put("userCode", code.userCode())
                    .put("qrCode", PATH + "/qr.svg");
        } else if (code != null) {
            answer.put("where", IN_THE_LOG);
        }
        JsonAnswer.send(context, status, answer);
    }

    private void picture(RoutingContext context) {
        if (guard.refusesWrongToken(context)) {
            return;
        }
        if (!maySeeCode(context)) {
            JsonAnswer.refuse(context, 403, IN_THE_LOG);
            return;
        }
        SignInCode code = signIn.code();
        if (code == null) {
            JsonAnswer.refuse(context, 404, "no sign-in code is waiting; POST /api/sign-in asks for one");
            return;
        }
        PageHeaders.putOfData(context.response().headers());
        context.response()
                .putHeader("Content-Type", "image/svg+xml")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .end(QrCode.svg(code.verificationUri()));
    }

    private void guardIfSignedIn(RoutingContext context) {
        if (signIn.status().signedIn()) {
            guard.handle(context);
        } else if (!guard.refusesWrongToken(context)) {
            context.next();
        }
    }

    private void begin(RoutingContext context) {
        signIn.begin();
        answer(context, 202);
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
