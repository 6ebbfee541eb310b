package dev.twitchrelay.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.SignInCode;
import dev.twitchrelay.kit.JsonMappers;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code /api/sign-in}: GET shows the state of the sign-in, and renews a code that has ended; POST asks for a new
 * code; DELETE signs out. While nobody is signed in, everybody may ask for a code, because a person has to approve it
 * at Twitch. A change of a sign-in that works takes the admin token. Only local visitors and requests with the admin
 * token get the code, and only this class decides that. Thread-safe.
 */
public final class SignInPages {
    private static final String PATH = "/api/sign-in";
    private static final String IN_THE_LOG =
            "the code stands in the relay's log; this address shows it only to a browser"
                    + " on the relay's computer (localhost) and to requests with the admin token";

    /** The headers of proxies that tell of their clients. A browser sends none of them. */
    private static final Pattern OF_PROXIES = Pattern.compile(
            "forwarded|via|(x-)?forwarded-.*|x-original-.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip"
                    + "|client-ip|cf-.*|cdn-loop|fastly-client-ip|x-envoy-external-address|x-proxyuser-ip|x-azure-.*"
                    + "|x-amz-cf-.*|x-appengine-.*|tailscale-.*");

    /** The empty modules around a QR code that readers need. */
    private static final int QR_MARGIN = 4;

    private final DeviceCodeSignIn signIn;
    private final Supplier<CompletionStage<Boolean>> signOut;
    private final AdminGuard guard;

    /** @param signOut completes with true if Twitch has confirmed */
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
        return guard.admits(context) || isLocal(context.request());
    }

    /**
     * Whether a request comes from this computer, or through a tunnel to it. It has the computer's name and no header
     * of a proxy. A request of HTTP/1.0 is no local visitor, because nginx without further settings sends it so, and
     * no header.
     */
    private static boolean isLocal(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return isLoopback(request.connection().remoteAddress().hostAddress())
                && host != null
                && isLocal(host.host().toLowerCase(Locale.ROOT))
                && request.version() != HttpVersion.HTTP_1_0
                && request.headers().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .noneMatch(name -> OF_PROXIES.matcher(name).matches());
    }

    private static boolean isLocal(String name) {
        return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
    }

    private static boolean isLoopback(String text) {
        InetAddress address = text == null ? null : NetUtil.createInetAddressFromIpAddressString(text);
        return address != null && address.isLoopbackAddress();
    }

    private void show(RoutingContext context) {
        if (!guard.refusesWrongToken(context)) {
            signIn.looked();
            answer(context, 200);
        }
    }

    /** The status, with the code if the visitor may see it, otherwise with the place of the code. */
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
        JsonAnswer.putHeaders(context.response().headers());
        context.response()
                .putHeader("Content-Type", "image/svg+xml")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .end(qrCode(code.verificationUri()));
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

    /**
     * Draws a text as a QR code, one unit for each module.
     *
     * @throws IllegalArgumentException when the text is too long for a QR code, about 2,300 bytes
     */
    private static String qrCode(String text) {
        ByteMatrix modules = matrix(text);
        int size = modules.getWidth() + 2 * QR_MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) == 1) {
                    path.append('M')
                            .append(x + QR_MARGIN)
                            .append(' ')
                            .append(y + QR_MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + ' ' + size
                + "\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"QR code\">"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>";
    }

    private static ByteMatrix matrix(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code: " + text.length() + " characters", e);
        }
    }
}
