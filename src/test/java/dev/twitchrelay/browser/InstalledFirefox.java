package dev.twitchrelay.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.support.OutsideTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The system's own Firefox, driven by WebDriver BiDi (<a href="https://www.w3.org/TR/webdriver-bidi/">W3C</a>), which it
 * speaks itself. Playwright drives a Firefox of its own making only. Where there is no Firefox the test is skipped with
 * that reason, but never in CI. Used by one thread.
 */
final class InstalledFirefox implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "WebDriver BiDi listening on ";
    private static final long PATIENCE_SECONDS = 60;

    /** Nothing that a new profile does by itself: no updates, no reports, no lists to fetch. */
    private static final String PREFERENCES = """
            user_pref("app.update.auto", false);
            user_pref("app.normandy.enabled", false);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("browser.safebrowsing.malware.enabled", false);
            user_pref("browser.safebrowsing.phishing.enabled", false);
            user_pref("browser.safebrowsing.update.enabled", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
            user_pref("extensions.update.enabled", false);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("services.settings.server", "data:,");
            user_pref("toolkit.telemetry.server", "");
            """;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** Errors and warnings of all pages. */
    final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private InstalledFirefox(Process process, URI address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Receiver())
                .join();
        call("session.new", Map.of("capabilities", Map.of()));
        call("session.subscribe", Map.of("events", List.of("log.entryAdded")));
    }

    static InstalledFirefox start(Path profile) throws IOException {
        Path program = OutsideTool.find("firefox-esr", "firefox");
        Files.createDirectories(profile);
        Files.writeString(profile.resolve("user.js"), PREFERENCES);
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-remote",
                        "--profile",
                        profile.toAbsolutePath().toString(),
                        "--remote-debugging-port",
                        "0")
                .redirectErrorStream(true)
                .start();
        try {
            return new InstalledFirefox(process, URI.create(address(process) + "/session"));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Reads what Firefox prints until it names its address, and goes on reading, so that it never waits for a reader. */
    private static String address(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            int at = line.indexOf(LISTENING);
            if (at >= 0) {
                Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "firefox-output");
                rest.setDaemon(true);
                rest.start();
                return line.substring(at + LISTENING.length()).strip();
            }
        }
        throw new IOException("Firefox ended without an address: " + said);
    }

    /** A window of this size, because a tab behind another draws no frames. */
    Tab open(String url, int width, int height) {
        String context = call("browsingContext.create", Map.of("type", "window"))
                .path("context")
                .asText();
        call(
                "browsingContext.setViewport",
                Map.of("context", context, "viewport", Map.of("width", width, "height", height)));
        call("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "complete"));
        return new Tab(context);
    }

    /** A page. */
    final class Tab {
        private final String context;

        private Tab(String context) {
            this.context = context;
        }

        /** The value of an expression, or of the promise that it is; a text, a number or a truth value. */
        JsonNode evaluate(String expression) {
            JsonNode answer = call(
                    "script.evaluate",
                    Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", true));
            if (!answer.path("type").asText().equals("success")) {
                throw new IllegalStateException(
                        answer.path("exceptionDetails").path("text").asText() + " in " + expression);
            }
            return answer.path("result").path("value");
        }

        void shoot(String name) throws IOException {
            if (BrowserFixture.PICTURES == null) {
                return;
            }
            Path folder = Path.of(BrowserFixture.PICTURES);
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".png"), picture());
        }

        /** What a viewer sees, as a PNG. */
        byte[] picture() {
            String picture = call("browsingContext.captureScreenshot", Map.of("context", context))
                    .path("data")
                    .asText();
            return Base64.getDecoder().decode(picture);
        }

        void close() {
            call("browsingContext.close", Map.of("context", context));
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        socket.sendText(command.toString(), true).join();
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                received(whole);
            }
            from.request(1);
            return null;
        }
    }

    private void received(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode parameters = message.path("params");
        switch (message.path("type").asText()) {
            case "success" -> answers.remove(message.path("id").asInt()).complete(message.path("result"));
            case "error" ->
                answers.remove(message.path("id").asInt())
                        .completeExceptionally(
                                new IllegalStateException(message.path("error").asText() + ": "
                                        + message.path("message").asText()));
            default -> {
                if (List.of("error", "warn").contains(parameters.path("level").asText())) {
                    complaints.add(parameters.path("text").asText());
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
