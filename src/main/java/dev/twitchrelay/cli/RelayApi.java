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
import java.util.stream.Stream;

/** The HTTP API of a relay that runs on this computer. Methods block. */
final class RelayApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI base;

    private RelayApi(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** The API of the relay that has these settings. The relay need not be running. */
    static RelayApi of(Settings settings) {
        return new RelayApi(OwnCertificate.client(settings), settings.relay());
    }

    /** The relay's status, or empty when no relay answers. */
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

    /** Asks the relay to sign out, and returns whether it did. */
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
     * Calls an address that needs the admin token.
     *
     * @throws IOException the message gives the reason and the remedy
     */
    JsonNode admin(String method, String path, String adminToken) throws IOException {
        HttpResponse<byte[]> answer;
        try {
            answer = send(request(path)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Authorization", "Bearer " + adminToken));
        } catch (IOException e) {
            throw noRelay(e);
        }
        JsonNode body = JsonMappers.PLAIN.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    body.path("error").asText("the relay at " + base + " answered " + answer.statusCode()));
        }
        return body;
    }

    /**
     * Opens a stream of text lines at an address that needs the admin token.
     *
     * @return the answer, whose lines come until the relay ends
     * @throws IOException the message gives the reason and the remedy
     */
    HttpResponse<Stream<String>> lines(String path, String adminToken) throws IOException {
        try {
            return send(
                    HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + adminToken),
                    HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw noRelay(e);
        }
    }

    private IOException noRelay(IOException cause) {
        return new IOException(
                "no relay answers at " + base + ": start it, or name its port with --server.port=", cause);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
