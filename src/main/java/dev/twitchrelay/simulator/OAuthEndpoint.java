package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The endpoints under {@code /oauth2}: token, device, validate, revoke and authorize, as in
 * https://dev.twitch.tv/docs/authentication/getting-tokens-oauth. Loop-confined.
 */
final class OAuthEndpoint {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final TokenRegistry tokens;
    private final SignIn signIn;
    private final Observations seen;

    OAuthEndpoint(
            SimulatorOptions options, SimulatorLoop loop, TokenRegistry tokens, SignIn signIn, Observations seen) {
        this.options = options;
        this.loop = loop;
        this.tokens = tokens;
        this.signIn = signIn;
        this.seen = seen;
    }

    void mount(Router router, ActiveFaults faults) {
        router.route("/oauth2/*").handler(faults::apply).failureHandler(Answers::oauthError);
        router.post("/oauth2/token").handler(Answers.of(this::token));
        router.post("/oauth2/device").handler(Answers.of(this::device));
        router.get("/oauth2/validate").handler(Answers.of(this::validate));
        router.post("/oauth2/revoke").handler(Answers.of(this::revoke));
        router.get("/oauth2/authorize").handler(Answers.of(this::authorize));
    }

    private ObjectNode token(RoutingContext context) {
        HttpServerRequest request = context.request();
        String grantType = required(request, "grant_type");
        if (grantType.equals("refresh_token")) {
            seen.count("refreshes");
        }
        checkClient(request);
        if (!grantType.equals(DEVICE_GRANT)) {
            checkSecret(request);
        }
        TokenRegistry.Issued issued =
                switch (grantType) {
                    case "refresh_token" -> tokens.refresh(required(request, "refresh_token"));
                    case "client_credentials" -> applicationToken();
                    case "authorization_code" ->
                        signIn.redeem(required(request, "code"), required(request, "redirect_uri"));
                    case DEVICE_GRANT -> signIn.poll(required(request, "device_code"));
                    default -> throw new HttpException(400, "unsupported grant type");
                };
        ObjectNode answer = SimulatorJson.object()
                .put("access_token", issued.accessToken())
                .put("expires_in", SimulatorJson.wholeSeconds(issued.life()));
        if (issued.refreshToken() != null) {
            answer.put("refresh_token", issued.refreshToken());
        }
        if (!issued.scopes().isEmpty()) {
            // an array, unlike in RFC 6749
            issued.scopes().forEach(answer.withArray("/scope")::add);
        }
        return answer.put("token_type", "bearer");
    }

    private TokenRegistry.Issued applicationToken() {
        if (!options.confidential()) {
            throw new HttpException(403, "invalid client secret");
        }
        return tokens.appToken();
    }

    private void checkClient(HttpServerRequest request) {
        if (!options.clientId.equals(required(request, "client_id"))) {
            throw new HttpException(400, "invalid client");
        }
    }

    private void checkSecret(HttpServerRequest request) {
        if (options.confidential() && !options.clientSecret.equals(required(request, "client_secret"))) {
            throw new HttpException(403, "invalid client secret");
        }
    }

    private ObjectNode device(RoutingContext context) {
        HttpServerRequest request = context.request();
        checkClient(request);
        SignIn.Device device = signIn.device(request.getParam("scopes"));
        String page = "http://" + request.authority() + "/activate?public=true&device-code=" + device.userCode();
        return SimulatorJson.object()
                .put("device_code", device.deviceCode())
                .put("expires_in", SimulatorJson.wholeSeconds(loop.duration(ProtocolTime.DEVICE_CODE_LIFE)))
                .put(
                        "interval",
                        loop.duration(ProtocolTime.DEVICE_POLL_INTERVAL).toSeconds())
                .put("user_code", device.userCode())
                .put("verification_uri", page);
    }

    private ObjectNode validate(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        TokenRegistry.Token token = header != null && header.matches("(OAuth|Bearer) \\S+")
                ? tokens.accessToken(header.substring(header.indexOf(' ') + 1))
                : null;
        if (token == null) {
            throw new HttpException(401, header == null ? "missing authorization token" : "invalid access token");
        }
        ObjectNode answer = SimulatorJson.object().put("client_id", options.clientId);
        if (token.scopes().isEmpty()) {
            answer.putNull("scopes");
        } else {
            token.scopes().forEach(answer.withArray("/scopes")::add);
        }
        if (!token.ofApplication()) {
            answer.put("login", token.user().login())
                    .put("user_id", token.user().id());
        }
        return answer.put("expires_in", SimulatorJson.wholeSeconds(token.left()));
    }

    private ObjectNode revoke(RoutingContext context) {
        if (!options.clientId.equals(required(context.request(), "client_id"))) {
            throw new HttpException(404, "client does not exist");
        }
        if (!tokens.revoke(required(context.request(), "token"))) {
            throw new HttpException(400, "Invalid token");
        }
        return null;
    }

    /** The simulated user decides at once, by the setting of {@link SignIn}; there is no page to click. */
    private ObjectNode authorize(RoutingContext context) {
        HttpServerRequest request = context.request();
        checkClient(request);
        String redirect = required(request, "redirect_uri");
        String state = request.getParam("state");
        String code = signIn.authorize(request.getParam("scope"), redirect);
        String outcome = code == null
                ? "error=access_denied&error_description=The+user+denied+you+access"
                : "code=" + code + "&scope=" + encoded(request.getParam("scope", ""));
        String location = redirect
                + (redirect.contains("?") ? "&" : "?")
                + outcome
                + (state == null ? "" : "&state=" + encoded(state));
        context.response().setStatusCode(302).putHeader("Location", location);
        return null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A required parameter. As at Twitch, it may be a form member or a query parameter. */
    private static String required(HttpServerRequest request, String parameter) {
        String value = request.getParam(parameter);
        if (value == null || value.isEmpty()) {
            throw new HttpException(400, "missing " + parameter.replace('_', ' '));
        }
        return value;
    }
}
