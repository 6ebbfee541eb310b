package dev.twitchrelay.browser;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The buttons of a real installation: the relay without the demo, signed in at the simulated Twitch. */
@Thorough
class AdminTokenBrowserIT {
    private static final Duration PATIENCE = ofSeconds(120);
    private static final String TOKEN = "the admin token of this installation";
    private static final String FIELD = "admin-access input";

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.find();
    private final BrowserContext context = InstalledChromium.browser().newContext();
    private AutoCloseable relay;

    private PackagedRelay startPackaged() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TWITCH_CLIENT_ID", options.clientId(),
                "TWITCH_ACCESS_TOKEN", options.accessToken(),
                "TWITCH_REFRESH_TOKEN", options.refreshToken(),
                "TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString(),
                "TWITCH_API_URL", twitch.apiUrl().toString(),
                "TWITCH_AUTH_URL", twitch.authUrl().toString(),
                "RELAY_DATA", data.toString(),
                "SERVER_PORT", String.valueOf(port),
                "MANAGEMENT_SERVER_PORT", "0"));
        environment.put("RELAY_ADMIN_TOKEN", TOKEN);
        PackagedRelay packaged = PackagedRelay.start(environment);
        relay = packaged;
        await().atMost(PATIENCE).ignoreExceptions().until(() -> ask("/api/status")
                .contains("\"live\""));
        return packaged;
    }

    /** In this process, which takes less time. */
    private void start(String adminToken) {
        relay = RunningRelay.start(RunningRelay.settingsWithToken(
                twitch, "relay.data", data, "server.port", port, "relay.admin-token", adminToken));
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        if (relay != null) {
            relay.close();
        }
        twitch.close();
    }

    private String ask(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Page dashboard() {
        Page page = context.newPage();
        page.setViewportSize(1440, 900);
        page.navigate("http://127.0.0.1:" + port + "/");
        BrowserFixture.awaitTrue(
                page, "document.querySelector('stream-state')?.shadowRoot?.textContent === 'Relay connected'");
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void says(Page page, String sentence) {
        page.getByText(sentence, new Page.GetByTextOptions().setExact(true)).waitFor();
    }

    /** All that a person can read on the page, in shadow trees, too. */
    private static String textOf(Page page) {
        return (String) page.evaluate("""
                (() => {
                  const text = (root) => [...root.querySelectorAll('*')]
                    .map((one) => (one.shadowRoot ? text(one.shadowRoot) : one.children.length === 0 ? one.textContent : '')).join(' ');
                  return text(document.body);
                })()""");
    }

    @Test
    void testButtonsAndTheControlOfAlertsWorkAfterOneQuestionAlsoLaterAndAfterARestart() throws Exception {
        PackagedRelay packaged = startPackaged();
        Page page = dashboard();
        button(page, "Raid").click();
        Locator question = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Admin token"));
        question.waitFor();
        BrowserFixture.shoot(page, "admin-token");
        assertThat(textOf(page)).contains("RELAY_ADMIN_TOKEN").doesNotContain("401", "Bearer", "Authorization");

        for (String wrong : new String[] {"a wrong token", "schlüssel 🎉"}) {
            page.locator(FIELD).fill(wrong);
            page.keyboard().press("Enter");
            says(page, "This is not the admin token.");
            page.locator(FIELD).fill("");
        }
        page.locator(FIELD).fill(" " + TOKEN + " ");
        button(page, "Use it").click();

        says(page, "Raid: sent");
        page.locator("event-feed li[data-kind=raid] .origin").waitFor();
        button(page, "Cheer").click();
        says(page, "Cheer: sent");
        button(page, "Pause").click();
        says(page, "Paused. New alerts wait.");
        Cookie cookie = context.cookies().get(0);
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        assertThat(cookie.value).doesNotContain(TOKEN);
        assertThat(page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie"))
                .asString()
                .doesNotContain(TOKEN, cookie.value);

        packaged.terminate();
        assertThat(packaged.exitCode(60)).isIn(0, 143);
        startPackaged();
        Page later = dashboard();
        button(later, "Resume").click();
        says(later, "Alerts go on.");
        assertThat(later.getByRole(AriaRole.DIALOG).count()).isZero();

        button(later, "Forget the admin token").click();
        says(later, "This browser is asked for the admin token again.");
        button(later, "Skip").click();
        later.getByRole(AriaRole.DIALOG).waitFor();
        button(later, "Cancel").click();
        says(later, "That did not work: it needs the admin token.");
    }

    @Test
    void anotherAdminTokenEndsTheSessionAndARelayWithoutOneSaysWhatToDo() throws Exception {
        start(TOKEN);
        Page page = dashboard();
        button(page, "Mute").click();
        page.locator(FIELD).fill(TOKEN);
        page.keyboard().press("Enter");
        says(page, "Alerts make no sound.");

        relay.close();
        start("another token of this installation");
        Page after = dashboard();
        button(after, "Unmute").click();
        after.getByRole(AriaRole.DIALOG).waitFor();

        relay.close();
        start("");
        Page without = dashboard();
        button(without, "Follow").click();
        says(
                without,
                "Follow was not sent: nobody may do this, because the relay has no admin token: set relay.admin-token"
                        + " (RELAY_ADMIN_TOKEN), and start the relay again.");
        assertThat(without.getByRole(AriaRole.DIALOG).count()).isZero();
    }

    @Test
    void aPageOfAnotherPortCannotUseTheSession() throws Exception {
        start(TOKEN);
        Page page = dashboard();
        button(page, "Pause").click();
        page.locator(FIELD).fill(TOKEN);
        page.keyboard().press("Enter");
        says(page, "Paused. New alerts wait.");

        HttpServer foreign = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        foreign.createContext("/", exchange -> {
            byte[] html = "<!doctype html><title>foreign</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        foreign.start();
        try {
            Page evil = context.newPage();
            evil.navigate("http://127.0.0.1:" + foreign.getAddress().getPort() + "/");
            Object seen = evil.evaluate("""
                    async (address) => {
                      const tries = [{ mode: 'no-cors' }, {}, { headers: { 'X-Relay-Page': '1' } }];
                      const seen = [];
                      for (const one of tries) {
                        await fetch(address, { method: 'POST', credentials: 'include', ...one })
                          .then((answer) => seen.push(answer.type), () => seen.push('refused'));
                      }
                      return seen.join();
                    }""", "http://127.0.0.1:" + port + "/api/alerts/resume");
            assertThat(seen).isEqualTo("opaque,refused,refused");
            assertThat(ask("/api/alerts")).contains("\"paused\":true");
        } finally {
            foreign.stop(0);
        }
    }
}
