package dev.twitchrelay.support;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The other program of twitch-cli, {@code mock-api}: a little Helix, and tokens without refresh (twitch.md 8.5). */
final class CliLikeApi {
    private static final String USER = "{\"id\":\"700100\",\"login\":\"lanternbay\",\"display_name\":\"LanternBay\","
            + "\"broadcaster_type\":\"affiliate\",\"type\":\"\",\"created_at\":\"2019-03-02T08:00:00Z\"}";

    private CliLikeApi() {}

    static void helix(HttpServerRequest request) {
        String data =
                switch (request.path()) {
                    case "/mock/users" -> USER;
                    case "/mock/streams", "/mock/channels", "/mock/channels/followers", "/mock/subscriptions" -> "";
                    default -> null;
                };
        if (data == null) {
            answer(request, 404, error(404, "not found"));
            return;
        }
        // pagination is left out on the last page, and points are left out when 0
        JsonObject body = new JsonObject().put("data", new JsonArray("[" + data + "]"));
        answer(request, 200, request.path().endsWith("s/followers") ? body.put("total", 25) : body);
    }

    static void oauth(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (request.path().equals("/auth/validate") && authorization != null) {
            JsonArray scopes = new JsonArray().add("moderator:read:followers").add("bits:read");
            answer(
                    request,
                    200,
                    new JsonObject()
                            .put("client_id", "demoClientId0123456789abcdefgh")
                            .put("login", "lanternbay")
                            .put("user_id", "700100")
                            .put("scopes", scopes.add("channel:read:subscriptions"))
                            .put("expires_in", 86_400));
        } else {
            // an empty body where production has JSON; refresh, device and revoke do not exist
            answer(request, request.path().equals("/auth/validate") ? 401 : 404, null);
        }
    }

    static JsonObject error(int status, String message) {
        return new JsonObject().put("error", "Error").put("status", status).put("message", message);
    }

    static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response().setStatusCode(status).putHeader("Content-Type", "application/json");
        request.response().end(body == null ? "" : body.encode());
    }
}
