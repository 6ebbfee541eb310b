package dev.twitchrelay.simulator;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/**
 * The checks of every Helix request before its endpoint: forced faults, the token, its client id and the rate limit. It
 * turns {@link Refused} into Helix's error body. Loop-confined.
 */
final class HelixGate {
    private final ForcedAnswers forced;
    private final TokenRegistry tokens;
    private final SimulatedRateLimit rateLimit;
    private final SimulatorOptions options;

    HelixGate(ForcedAnswers forced, TokenRegistry tokens, SimulatedRateLimit rateLimit, SimulatorOptions options) {
        this.forced = forced;
        this.tokens = tokens;
        this.rateLimit = rateLimit;
        this.options = options;
    }

    /** Puts an endpoint behind the gate. The endpoint gets the caller's token and may throw {@link Refused}. */
    Handler<RoutingContext> to(BiConsumer<RoutingContext, TokenRegistry.Token> endpoint) {
        return request -> forced.before(request, forcedError -> {
            try {
                if (forcedError != null) {
                    if (forcedError.status == 429) {
                        rateLimit.exhaustedHeaders(request.response());
                    }
                    throw forcedError;
                }
                TokenRegistry.Token token = token(request);
                tokens.used(token);
                rateLimit.take(holder(token), request.response());
                endpoint.accept(request, token);
            } catch (Refused refused) {
                Answers.helixError(request, refused.status, refused.getMessage());
            }
        });
    }

    static String holder(TokenRegistry.Token token) {
        return token.ofApplication() ? "application" : token.user().id();
    }

    private TokenRegistry.Token token(RoutingContext request) {
        String header = request.request().getHeader("Authorization");
        if (header == null || header.isBlank()) {
            throw new Refused(401, "OAuth token is missing");
        }
        TokenRegistry.Token token = header.startsWith("Bearer ") ? tokens.accessToken(header.substring(7)) : null;
        if (token == null) {
            throw new Refused(401, "Invalid OAuth token");
        }
        String clientId = request.request().getHeader("Client-Id");
        if (clientId == null || clientId.isBlank()) {
            throw new Refused(401, "Client ID is missing");
        }
        if (!clientId.equals(options.clientId)) {
            throw new Refused(401, "Client ID and OAuth token do not match");
        }
        return token;
    }
}
