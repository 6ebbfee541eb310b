package dev.twitchrelay.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.Application;
import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.http.StatusHandler;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.simulator.TwitchSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole relay on free ports, with the shipped routes unless a test brings its own. */
public final class RunningRelay implements AutoCloseable {
    /** The types that the shipped routes subscribe to. */
    public static final String[] EVENT_TYPES = {
        "channel.follow",
        "channel.subscribe",
        "channel.subscription.gift",
        "channel.subscription.message",
        "channel.cheer",
        "channel.raid",
        "stream.online",
        "stream.offline"
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private RunningRelay(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it with these settings; returns when it listens. */
    public static RunningRelay start(Map<String, ?> settings) {
        return start(settings, Clock.systemUTC());
    }

    /** Starts it with a clock that the test moves. */
    public static RunningRelay start(Map<String, ?> settings, Clock clock) {
        return start(settings, clock, Disk.REAL);
    }

    /** Starts it on a disk that the test fills. */
    public static RunningRelay start(Map<String, ?> settings, Clock clock, Disk disk) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "server.port", 0,
                "management.server.port", 0,
                "relay.data", "target/test-data/" + UUID.randomUUID()));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>();
        all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return new RunningRelay(Application.relay()
                .initializers((ApplicationContextInitializer<GenericApplicationContext>) context -> {
                    context.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
                    context.registerBean("testDisk", Disk.class, () -> disk, bean -> bean.setPrimary(true));
                })
                .run(arguments.toArray(String[]::new)));
    }

    /**
     * Settings that lead a relay to this Twitch, without a token; the caller may change them.
     *
     * @param others their names and values in turns
     */
    public static Map<String, Object> settings(TwitchSimulator twitch, Object... others) {
        return settingsOf(twitch.options().clientId(), twitch.eventSubUrl(), twitch.apiUrl(), twitch.authUrl(), others);
    }

    /** As {@link #settings}, for a relay whose Twitch is nowhere and to which nobody is signed in. */
    public static Map<String, Object> settingsWithoutTwitch(Object... others) {
        return settingsOf("x", "ws://127.0.0.1:1/ws", "http://127.0.0.1:1/helix", "http://127.0.0.1:1/oauth2", others);
    }

    private static Map<String, Object> settingsOf(
            String client, Object eventSub, Object api, Object auth, Object... others) {
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "twitch.client-id", client,
                "twitch.eventsub.url", eventSub,
                "twitch.api.url", api,
                "twitch.auth.url", auth));
        for (int i = 0; i < others.length; i += 2) {
            settings.put((String) others[i], others[i + 1]);
        }
        return settings;
    }

    /** As {@link #settings}, with the access token that this Twitch has given. */
    public static Map<String, Object> settingsWithToken(TwitchSimulator twitch, Object... others) {
        Map<String, Object> settings = settings(twitch, others);
        settings.put("twitch.access-token", twitch.options().accessToken());
        return settings;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:"
                + context.getBean("relayServer", RelayServer.class).port() + path);
    }

    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:"
                + context.getBean("managementServer", RelayServer.class).port() + path);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Opens the event stream; the opening has been read up to and including the hello event. */
    public EventStreamRecorder stream(String query) {
        return EventStreamRecorder.connect(uri("/api/twitch/stream" + query));
    }

    /** {@code /api/status} as it is at this moment. The answer over HTTP may be a second old. */
    public JsonNode status() {
        try {
            return json(JsonMappers.PLAIN.writeValueAsString(
                    bean(StatusHandler.class).status()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode get(String path) {
        return json(send("GET", uri(path), ""));
    }

    public HttpResponse<String> send(String method, URI uri, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request and waits for nothing. */
    public CompletableFuture<HttpResponse<String>> post(String path, String body, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .headers(headers)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    public static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
