package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Talks with a relay that runs on this computer. */
final class RelayApi {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI base;

    private RelayApi(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** The relay that runs with these settings on this computer, if one does. */
    static RelayApi of(Settings settings) {
        return new RelayApi(OwnCertificate.client(settings), settings.relay());
    }

    /** Its status, or nothing when no relay answers there. */
    Optional<JsonNode> status() {
        try {
            HttpResponse<byte[]> answer = send(request("/api/status").GET());
            if (answer.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode status = JsonMappers.PLAIN.readTree(answer.body());
            return status.has("eventsub") && status.has("signIn") ? Optional.of(status) : Optional.empty();
        } catch (IOException noRelay) {
            return Optional.empty();
        }
    }

    /** Asks it to sign out, and returns whether it did. */
    boolean signOut(String adminToken) {
        try {
            return send(request("/api/sign-in").DELETE().header("Authorization", "Bearer " + adminToken))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Asks it for something that takes the admin token.
     *
     * @throws IOException saying what is wrong and what to do
     */
    JsonNode admin(String method, String path, String adminToken) throws IOException {
        HttpResponse<byte[]> answer;
        try {
            answer = send(request(path)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Authorization", "Bearer " + adminToken));
        } catch (IOException e) {
            throw new IOException("no relay answers at " + base + ": start it, or give its port as --server.port=", e);
        }
        JsonNode body = JsonMappers.PLAIN.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    body.path("error").asText("the relay at " + base + " answered " + answer.statusCode()));
        }
        return body;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
