package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gallery: choosing a widget's options, and the address or file for OBS. */
@Thorough
class GalleryBrowserIT extends BrowserFixture {
    /** The gallery needs about 140 requests for twelve widgets. With a frame for each preview it needed 107 for three. */
    private static final int MOST_REQUESTS = 150;

    @TempDir
    Path folder;

    @Test
    void theGalleryGivesTheAddressOfWhatWasChosen() {
        Page page = open("/widgets/gallery");
        page.setViewportSize(1440, 1000);
        var goal = page.locator("widget-card").nth(1);
        assertThat(goal.getByLabel("Address of Goal for OBS").inputValue())
                .isEqualTo("http://127.0.0.1:" + port + "/widgets/goal?target=1500");

        goal.getByLabel("Target").fill("2000");
        goal.getByLabel("What counts").selectOption("subs");
        goal.getByLabel("Label").fill("Road to 2k & more");

        String address = goal.getByLabel("Address of Goal for OBS").inputValue();
        assertThat(address).endsWith("/widgets/goal?metric=subs&target=2000&label=Road+to+2k+%26+more");
        var preview = goal.locator("goal-widget");
        preview.getByText("Road to 2k & more").waitFor();
        assertThat(preview.locator(".target").textContent()).isEqualTo(" / 2,000");

        var stats = page.locator("widget-card").nth(2);
        stats.getByLabel("Move uptime forward").click();
        stats.getByLabel("viewers", new Locator.GetByLabelOptions().setExact(true))
                .uncheck();
        assertThat(stats.getByLabel("Address of Stats for OBS").inputValue())
                .endsWith("/widgets/stats?show=followers,uptime,subs");
        assertThat(page.locator("own-widgets a").last().textContent()).endsWith("/widgets/custom/latest");
        assertThat(open("/")
                        .locator("goal-panel")
                        .getByRole(AriaRole.PROGRESSBAR)
                        .getAttribute("aria-label"))
                .isEqualTo("Road to 2k & more");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theLoaderWaitsForTheRelayAndThenShowsTheWidget() throws IOException {
        Page gallery = open("/widgets/gallery");
        Download saved = gallery.waitForDownload(() -> gallery.locator("widget-card")
                .first()
                .getByRole(AriaRole.BUTTON)
                .getByText("Save loader")
                .click());
        String loader = Files.readString(saved.path());
        assertThat(loader).contains("const WIDGET = \"http://127.0.0.1:" + port + "/widgets/alerts\";");

        int closed = FreePort.find();
        Path file = folder.resolve("alerts-loader.html");
        Files.writeString(file, loader.replace(":" + port, ":" + closed));
        openBrowser();
        Page obs = context.newPage();
        obs.navigate(file.toUri().toString());
        obs.getByText("Waiting for the relay").waitFor();
        context.route("http://127.0.0.1:" + closed + "/**", route -> {
            String there = route.request().url().replace(":" + closed, ":" + port);
            route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                    .setResponse(context.request().get(there)));
        });

        obs.waitForURL("http://127.0.0.1:" + closed + "/widgets/alerts");

        assertThat(obs.locator("alerts-widget").count()).isEqualTo(1);
        context.unrouteAll();
    }

    @Test
    void previewsAreTheWidgetsWithoutPagesOfTheirOwn() {
        List<Request> requests = new ArrayList<>();
        context.onRequest(requests::add);
        Page page = open("/widgets/gallery");
        page.setViewportSize(1440, 1000);
        page.locator("widget-card")
                .first()
                .locator("alerts-widget .alert")
                .first()
                .waitFor();

        System.out.printf("gallery: %d requests%n", requests.size());
        assertThat(requests).hasSizeLessThan(MOST_REQUESTS);
        assertThat(page.frames()).hasSize(1);
        Locator goal = page.locator("goal-widget .panel");
        assertThat(goal.evaluate("panel => getComputedStyle(panel).backgroundImage"))
                .asString()
                .contains("gradient");
        Locator card = page.locator("widget-card").nth(1);
        card.getByText("Look").click();
        card.getByLabel("Size, percent").fill("200");
        awaitTrue(page, """
                document.querySelectorAll('widget-card')[1].shadowRoot.querySelector('widget-preview')
                    .shadowRoot.querySelector('goal-widget').style.getPropertyValue('--widget-size') === '2'""");
        assertThat(card.getByText("Width 1590, height 350.").isVisible()).isTrue();
        settle(page);
        shoot(page, "gallery-previews");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aFieldTellsWhatIsWrongWhatItInheritsAndWhichPlaceholdersItMayHave() {
        // as somebody's browser may remember it from another version
        context.addInitScript("""
                if (location.protocol === 'http:') {
                  localStorage['relay-gallery'] ??= JSON.stringify({ goal: { period: 'year', target: '0' } });
                }""");
        Page page = open("/widgets/gallery");
        page.setViewportSize(1440, 1000);
        Locator goal = page.locator("widget-card").nth(1);
        assertThat(goal.locator(".problem:not(:empty)").allTextContents())
                .containsExactly(
                        "Must be a whole number from 1 to 100000000. The default is used: 100.",
                        "Must be one of total, stream, day, week, month. The default is used: total.");
        assertThat(goal.getByLabel("Address of Goal for OBS").inputValue()).endsWith("/widgets/goal");
        goal.getByLabel("Target").fill("5");
        assertThat(goal.locator(".problem:not(:empty)").count()).isEqualTo(1);

        Locator alerts = page.locator("widget-card").first();
        for (String kind : List.of("Subscription", "Resubscription", "Cheer")) {
            alerts.locator("summary", new Locator.LocatorOptions().setHasText(Pattern.compile("^" + kind + "$")))
                    .click();
        }
        assertThat(alerts.getByLabel("Resubscription: sound")
                        .locator("option")
                        .first()
                        .textContent())
                .isEqualTo("as “Sound”: chime");
        alerts.getByLabel("Subscription: sound", new Locator.GetByLabelOptions().setExact(true))
                .selectOption("drop");
        alerts.getByLabel("Subscription: text", new Locator.GetByLabelOptions().setExact(true))
                .fill("{name}!");
        assertThat(alerts.getByLabel("Resubscription: sound")
                        .locator("option")
                        .first()
                        .textContent())
                .isEqualTo("as “Subscription: sound”: drop");
        assertThat(alerts.getByLabel("Resubscription: text").getAttribute("placeholder"))
                .isEqualTo("as “Subscription: text”: {name}!");
        assertThat(alerts.getByLabel("Cheer: text")
                        .locator("xpath=..")
                        .locator(".help")
                        .textContent())
                .isEqualTo("It may have {name} {count} {message}");

        Locator stats = page.locator("widget-card").nth(2);
        for (Locator box : stats.getByRole(AriaRole.CHECKBOX).all().subList(0, 4)) {
            box.uncheck();
        }
        assertThat(stats.getByText("Nothing is ticked, so nothing is shown.").isVisible())
                .isTrue();
        String nothing = stats.getByLabel("Address of Stats for OBS").inputValue();
        assertThat(nothing).endsWith("/widgets/stats?show=");
        Page empty = context.newPage();
        empty.navigate(nothing);
        awaitTrue(empty, "document.querySelector('stats-widget[data-state=live]') !== null");
        assertThat(empty.locator("stats-widget li").count()).isZero();
        settle(page);
        shoot(page, "gallery-problems");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aNumberThatIsMovedToTheFirstPlaceByKeyboardKeepsTheFocus() {
        Page page = open("/widgets/gallery");
        Locator stats = page.locator("widget-card").nth(2);
        Locator up = stats.getByLabel("Move followers forward");
        up.focus();

        page.keyboard().press("Enter");
        page.keyboard().press("Enter");

        assertThat(stats.evaluate("card => card.shadowRoot.activeElement.getAttribute('aria-label')"))
                .isEqualTo("Move followers forward");
        assertThat(up.getAttribute("aria-disabled")).isEqualTo("true");
        assertThat(stats.getByLabel("Address of Stats for OBS").inputValue())
                .endsWith("/widgets/stats?show=followers,viewers,subs,uptime");
    }
}
