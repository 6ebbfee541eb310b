package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sets every option of the gallery to every kind of value. The values are made up from the lists of options that the widgets
 * have: the smallest and the largest, each word, the longest text, and values that a widget refuses. In each round, all options of
 * a widget get their next value. Then the address is opened in a browser source of the advised size.
 */
@Thorough
class GalleryOptionsBrowserIT extends BrowserFixture {
    private static final Path SCRIPT = Path.of("src/test/js/support/gallery-options.js");
    private static final Pattern SIZE = Pattern.compile("Width (\\d+), height (\\d+)\\.");
    private static final String HOSTILE = "<b>1&2</b> \"{name}\" 🎉 אבג";

    /** @param accepted whether the widget takes it; otherwise it uses its default, and the gallery says so */
    private record Value(String text, boolean accepted) {}

    /** An option as the widget lists it. */
    private record Option(String key, String label, List<Value> values, String fallback) {
        /** What the widget uses of a value, as a text of an address. */
        String used(Value value) {
            boolean given = isList() || !value.text().isEmpty();
            return value.accepted() && given ? value.text() : fallback;
        }

        boolean isList() {
            return key.equals("show");
        }
    }

    private static Value yes(Object text) {
        return new Value(String.valueOf(text), true);
    }

    private static Value no(Object text) {
        return new Value(String.valueOf(text), false);
    }

    private static List<Value> values(Map<String, Object> option, List<String> words) {
        String fallback = (String) option.get("fallback");
        return switch ((String) option.get("type")) {
            case "number" -> {
                int min = ((Number) option.get("min")).intValue();
                int max = ((Number) option.get("max")).intValue();
                yield List.of(
                        yes(fallback), yes(min), yes(max), no(min - 1), no(max + 1), no("1.5"), yes((min + max) / 2));
            }
            case "theme" ->
                Stream.concat(words.stream().map(GalleryOptionsBrowserIT::yes), Stream.of(yes("standard")))
                        .toList();
            case "choice", "media" ->
                Stream.concat(words.stream(), fallback.isEmpty() ? Stream.of("") : Stream.empty())
                        .map(GalleryOptionsBrowserIT::yes)
                        .toList();
            case "choices" ->
                List.of(
                        yes(fallback),
                        yes(""),
                        yes(words.get(words.size() - 1)),
                        yes(words.get(0)),
                        yes(String.join(",", words)),
                        yes(
                                Boolean.TRUE.equals(option.get("ordered"))
                                        ? words.get(1) + "," + words.get(0)
                                        : words.get(0) + "," + words.get(1)));
            case "text" -> {
                int longest = ((Number) option.get("longest")).intValue();
                yield List.of(yes(""), yes("W".repeat(longest)), no("x".repeat(longest + 1)), yes(HOSTILE), yes("A"));
            }
            case "color" ->
                List.of(yes("gold"), yes("ff5f6d"), yes(""), yes("#0f0"), no("goldd"), no("url(x)"), yes("1122aa80"));
            case "time" -> List.of(yes("2035-01-02T03:04"), yes(""), yes("2035-12-24T20:00"));
            case "language" -> List.of(yes("en"), yes("auto")); // looks are compared in English
            case "check" -> List.of(yes("0"), yes("1"));
            default -> throw new IllegalStateException("there is no test for " + option);
        };
    }

    private String script() throws IOException {
        return Files.readString(SCRIPT);
    }

    /** Calls a function of the script. */
    private Object run(Page page, String function, Object argument) throws IOException {
        return page.evaluate("(argument) => { " + script() + "\nreturn " + function + "(argument); }", argument);
    }

    @SuppressWarnings("unchecked")
    private List<String> namesOf(Page gallery) throws IOException {
        return ((List<Map<String, Object>>) run(gallery, "listOptions", null))
                .stream().map(widget -> (String) widget.get("name")).toList();
    }

    @SuppressWarnings("unchecked")
    private List<Option> optionsOf(Page gallery, int widget) throws IOException {
        Map<String, Object> found = ((List<Map<String, Object>>) run(gallery, "listOptions", null)).get(widget);
        return ((List<Map<String, Object>>) found.get("options"))
                .stream()
                        .map(option -> new Option(
                                (String) option.get("key"),
                                (String) option.get("label"),
                                values(option, (List<String>) option.get("words")),
                                (String) option.get("fallback")))
                        .toList();
    }

    private static Map<String, String> query(String address) {
        String query = Objects.requireNonNullElse(URI.create(address).getRawQuery(), "");
        return Arrays.stream(query.split("&"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts",
                "goal",
                "stats",
                "events",
                "latest",
                "leaderboard",
                "chat",
                "hypetrain",
                "vote",
                "adbreak",
                "countdown",
                "credits"
            })
    void everyOptionGetsEveryKindOfValue(String name) throws IOException {
        context.addInitScript("(() => { " + script() + "\nlistenToSounds(); })()");
        Page gallery = open("/widgets/gallery");
        int index = namesOf(gallery).indexOf(name);
        List<Option> options = optionsOf(gallery, index);
        int rounds = options.stream()
                .mapToInt(option -> option.values().size())
                .max()
                .orElseThrow();
        Page source = context.newPage();

        for (int round = 0; round < rounds; round++) {
            Map<Option, Value> chosen = new LinkedHashMap<>();
            for (Option option : options) {
                chosen.put(option, option.values().get(round % option.values().size()));
            }
            check(gallery, index, source, name, chosen);
        }
        System.out.printf("%s: %d options in %d rounds%n", name, options.size(), rounds);
        assertThat(complaints).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private void check(Page gallery, int index, Page source, String name, Map<Option, Value> chosen)
            throws IOException {
        Map<String, String> typed = new LinkedHashMap<>();
        chosen.forEach((option, value) -> typed.put(option.label(), value.text()));
        Map<String, Object> card = (Map<String, Object>) run(gallery, "setOptions", List.of(index, typed));
        String address = (String) card.get("address");
        Map<String, String> query = query(address);
        List<String> refused = new ArrayList<>();
        chosen.forEach((option, value) -> {
            String used = option.used(value);
            assertThat(query.get(option.key()))
                    .as("%s=%s in %s", option.key(), value.text(), address)
                    .isEqualTo(used.equals(option.fallback()) ? null : used);
            if (!value.accepted()) {
                refused.add(option.label());
            }
        });
        assertThat(((Map<String, String>) card.get("problems")).keySet()).containsExactlyInAnyOrderElementsOf(refused);

        Matcher size = SIZE.matcher((String) card.get("size"));
        assertThat(size.find()).isTrue();
        source.setViewportSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        source.navigate(address);
        String tag = name + "-widget";
        awaitTrue(source, "Object.keys(document.querySelector('" + tag + "')?.options ?? {}).length > 0");
        source.evaluate("async () => { window.words = await import('/words/events.js'); }");
        Map<String, Object> seen = (Map<String, Object>) run(source, "lookAt", tag);
        Map<String, String> look = (Map<String, String>) seen.get("look");
        assertThat(seen.get("held"))
                .as("the advised size %s holds %s", size.group(), address)
                .isEqualTo(true);
        chosen.forEach((option, value) -> {
            String shown = look.get(option.key());
            String expected = GalleryLooks.of(option.key(), option.used(value), query);
            if (shown != null && expected != null) {
                assertThat(shown).as("%s in %s", option.key(), address).isEqualTo(expected);
            }
        });
    }
}
