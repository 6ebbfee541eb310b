package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The endpoints under {@code /oauth2}: token, device, validate, revoke and authorize, as in
 * https://dev.twitch.tv/docs/authentication/getting-tokens-oauth. Loop-confined.
 */
final class OAuthEndpoint {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final SimulatorOptions options;
    private final ForcedAnswers forced;
    private final TokenRegistry tokens;
    private final PendingSignIns pending;
    private final Times times;
    private final Observations seen;

    OAuthEndpoint(
            SimulatorOptions options,
            ForcedAnswers forced,
            TokenRegistry tokens,
            PendingSignIns pending,
            Times times,
            Observations seen) {
        this.options = options;
        this.forced = forced;
        this.tokens = tokens;
        this.pending = pending;
        this.times = times;
        this.seen = seen;
    }

    void mount(Router router) {
        mount(router, HttpMethod.POST, "/oauth2/token", this::token);
        mount(router, HttpMethod.POST, "/oauth2/device", this::device);
        mount(router, HttpMethod.GET, "/oauth2/validate", this::validate);
        mount(router, HttpMethod.POST, "/oauth2/revoke", this::revoke);
        mount(router, HttpMethod.GET, "/oauth2/authorize", this::authorize);
    }

    private void mount(Router router, HttpMethod method, String path, Consumer<RoutingContext> endpoint) {
        router.route(method, path)
                .handler(request -> forced.before(request, forcedError -> {
                    try {
                        if (forcedError != null) {
                            throw forcedError;
                        }
                        endpoint.accept(request);
                    } catch (Refused refused) {
                        Answers.oauthError(request, refused.status, refused.getMessage());
                    }
                }));
    }

    private void token(RoutingContext request) {
        String grantType = required(request, "grant_type");
        if (grantType.equals("refresh_token")) {
            seen.counted("refreshes");
        }
        checkClient(request);
        TokenRegistry.Issued issued =
                switch (grantType) {
                    case "refresh_token" -> refresh(request);
                    case "client_credentials" -> applicationToken(request);
                    case "authorization_code" -> authorizationCode(request);
                    case DEVICE_GRANT -> pending.poll(required(request, "device_code"));
                    default -> throw new Refused(400, "unsupported grant type");
                };
        ObjectNode answer = SimulatorJson.object()
                .put("access_token", issued.accessToken())
                .put("expires_in", Times.wholeSeconds(issued.life()));
        if (issued.refreshToken() != null) {
            answer.put("refresh_token", issued.refreshToken());
        }
        if (!issued.scopes().isEmpty()) {
            // an array, unlike in RFC 6749
            issued.scopes().forEach(answer.withArray("/scope")::add);
        }
        Answers.json(request, 200, answer.put("token_type", "bearer"));
    }

    private TokenRegistry.Issued refresh(RoutingContext request) {
        checkSecret(request);
        TokenRegistry.Issued issued = tokens.refresh(required(request, "refresh_token"));
        if (issued == null) {
            throw new Refused(400, "Invalid refresh token");
        }
        return issued;
    }

    private TokenRegistry.Issued applicationToken(RoutingContext request) {
        if (!options.confidential()) {
            throw new Refused(403, "invalid client secret");
        }
        checkSecret(request);
        return tokens.appToken();
    }

    private TokenRegistry.Issued authorizationCode(RoutingContext request) {
        checkSecret(request);
        return pending.redeem(required(request, "code"), required(request, "redirect_uri"));
    }

    private void checkClient(RoutingContext request) {
        if (!options.clientId.equals(required(request, "client_id"))) {
            throw new Refused(400, "invalid client");
        }
    }

    private void checkSecret(RoutingContext request) {
        if (!options.confidential()) {
            return;
        }
        String secret = request.request().getParam("client_secret");
        if (secret == null || secret.isEmpty()) {
            throw new Refused(400, "missing client secret");
        }
        if (!secret.equals(options.clientSecret)) {
            throw new Refused(403, "invalid client secret");
        }
    }

    private void device(RoutingContext request) {
        checkClient(request);
        PendingSignIns.Device device = pending.device(request.request().getParam("scopes"));
        ObjectNode answer = SimulatorJson.object()
                .put("device_code", device.deviceCode())
                .put("expires_in", Times.wholeSeconds(times.get(ProtocolTime.DEVICE_CODE_LIFE)))
                .put("interval", times.get(ProtocolTime.DEVICE_POLL_INTERVAL).toSeconds())
                .put("user_code", device.userCode());
        String authority = request.request().authority().toString();
        String uri = "http://" + authority + "/activate?public=true&device-code=" + device.userCode();
        Answers.json(request, 200, answer.put("verification_uri", uri));
    }

    private void validate(RoutingContext request) {
        String header = request.request().getHeader("Authorization");
        TokenRegistry.Token token = header != null && header.matches("(OAuth|Bearer) \\S+")
                ? tokens.accessToken(header.substring(header.indexOf(' ') + 1))
                : null;
        if (token == null) {
            throw new Refused(401, header == null ? "missing authorization token" : "invalid access token");
        }
        ObjectNode answer = SimulatorJson.object().put("client_id", options.clientId);
        if (!token.ofApplication()) {
            answer.put("login", token.user().login());
        }
        if (token.scopes().isEmpty()) {
            answer.putNull("scopes");
        } else {
            token.scopes().forEach(answer.withArray("/scopes")::add);
        }
        if (!token.ofApplication()) {
            answer.put("user_id", token.user().id());
        }
        Answers.json(request, 200, answer.put("expires_in", Times.wholeSeconds(token.left())));
    }

    private void revoke(RoutingContext request) {
        if (!options.clientId.equals(required(request, "client_id"))) {
            throw new Refused(404, "client does not exist");
        }
        if (!tokens.revoke(required(request, "token"))) {
            throw new Refused(400, "Invalid token");
        }
        Answers.empty(request, 200);
    }

    /** The simulated user decides at once, by the setting of {@link SignIn}; there is no page to click. */
    private void authorize(RoutingContext request) {
        checkClient(request);
        String redirect = required(request, "redirect_uri");
        String state = request.request().getParam("state");
        String code = pending.authorize(request.request().getParam("scope"), redirect);
        String outcome = code == null
                ? "error=access_denied&error_description=The+user+denied+you+access"
                : "code=" + code + "&scope=" + encoded(request.request().getParam("scope"));
        String location = redirect
                + (redirect.contains("?") ? "&" : "?")
                + outcome
                + (state == null ? "" : "&state=" + encoded(state));
        request.response().putHeader("Location", location);
        Answers.empty(request, 302);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }

    /** A required parameter. As at Twitch, it may be a form member or a query parameter. */
    private static String required(RoutingContext request, String parameter) {
        String value = request.request().getFormAttribute(parameter);
        if (value == null) {
            value = request.request().getParam(parameter);
        }
        if (value == null || value.isEmpty()) {
            throw new Refused(400, "missing " + parameter.replace('_', ' '));
        }
        return value;
    }
}
