package dev.twitchrelay.http;

import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The languages that the pages have, which language an answer gets, and the words in the HTML of a page. Scripts load their
 * words themselves (words/messages.js). Immutable.
 *
 * <p>The parameter {@code lang} chooses the language, and {@code lang=auto} that of the browser. Without the parameter, a
 * page for people has the language of the browser. A widget is English then, because what is on air must not change with
 * the computer that shows it.
 */
final class PageLanguages {
    static final String ENGLISH = "en";
    private static final String BROWSERS = "auto";

    /** Languages that are written from right to left, in the scripts that their tags stand for. */
    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi");

    private static final Pattern WORDS_OF_PAGES = Pattern.compile("words/lang/([A-Za-z0-9-]+)/pages\\.json");
    private static final Pattern WORD = Pattern.compile("\\{\\{([\\w.-]+)}}");

    /** Only this parameter is read, because other parameters of a widget may be malformed. */
    private static final Pattern ASKED = Pattern.compile("(?:^|&)lang=([A-Za-z0-9-]{1,35})(?=&|$)");

    private final Map<String, Map<String, Object>> words = new TreeMap<>();

    /** @param files content by path; the languages are those with a message file for pages */
    PageLanguages(Map<String, byte[]> files) {
        words.put(ENGLISH, Map.of());
        files.forEach((path, content) -> {
            Matcher file = WORDS_OF_PAGES.matcher(path);
            if (file.matches()) {
                words.put(file.group(1), read(content));
            }
        });
    }

    Set<String> all() {
        return words.keySet();
    }

    /** The language of the answer to a request. @param onAir whether the page is a widget */
    String of(HttpServerRequest request, boolean onAir) {
        String query = request.query();
        Matcher asked = ASKED.matcher(query == null ? "" : query);
        String tag = asked.find() ? asked.group(1) : onAir ? ENGLISH : BROWSERS;
        return tag.equals(BROWSERS) ? ofBrowser(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)) : known(tag, ENGLISH);
    }

    private String ofBrowser(String accepted) {
        try {
            List<Locale.LanguageRange> ranges = accepted == null ? List.of() : Locale.LanguageRange.parse(accepted);
            return ranges.stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> known(range.getRange(), null))
                    .filter(tag -> tag != null)
                    .findFirst()
                    .orElse(ENGLISH);
        } catch (IllegalArgumentException malformed) {
            return ENGLISH;
        }
    }

    /** The language with this tag, or else one that differs by its country: {@code pt} is {@code pt-BR}. */
    private String known(String tag, String otherwise) {
        return words.keySet().stream()
                .filter(tag::equalsIgnoreCase)
                .findFirst()
                .or(() -> words.keySet().stream()
                        .filter(one -> base(one).equalsIgnoreCase(base(tag)))
                        .findFirst())
                .orElse(otherwise);
    }

    private static String base(String tag) {
        return tag.split("-", 2)[0];
    }

    /**
     * A page in a language. <code>{{nav}}</code> stands for a word, <code>{{lang}}</code> for the tag of the language and
     * <code>{{dir}}</code> for its direction. A word without a message is written as its key: a new widget has its name.
     */
    String filled(String html, String language) {
        Map<String, Object> own = new HashMap<>(words.get(language));
        own.put("lang", language);
        own.put("dir", RIGHT_TO_LEFT.contains(base(language)) ? "rtl" : "ltr");
        return WORD.matcher(html)
                .replaceAll(word -> Matcher.quoteReplacement(
                        escaped(String.valueOf(own.getOrDefault(word.group(1), lastPart(word.group(1)))))));
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(byte[] content) {
        try {
            return JsonMappers.PLAIN.readValue(content, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
