package dev.twitchrelay.http;

import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The relay's own pages and scripts, from memory. An address without a file is left to the next handler, so no path
 * leads out of the given files.
 *
 * <p>Scripts, styles and pictures also have an address that changes with their content: {@code /v/VERSION/...}. So no
 * cache, OBS's included, can show an old file. Modules find each other by relative addresses. Scripts are sent under
 * this address only, and other addresses redirect to it, because all pages of a browser must find the same shared
 * worker. Thread-safe.
 *
 * <p>Scripts and styles are sent without their comments, which are a sixth of the bytes of a widget's page. A comment is left
 * out only if no code stands beside it. The lines keep their numbers. A line in a template literal would be left out, too,
 * if it looked like a comment; {@code comments.test.mjs} finds such lines.
 *
 * <p>Each page is kept in each language ({@link PageLanguages}).
 */
public final class StaticPages implements Handler<RoutingContext> {
    private static final String FOLDER = "/v/";

    /** Marks a page that any page may frame, because it has no buttons. */
    private static final String WIDGET = "<meta name=\"relay-page\" content=\"widget\">";

    /** The page of every widget. {@code NAME} in its name and in its text stands for the name of the widget. */
    private static final String WIDGET_PAGE = "widgets/NAME.html";

    /** The tags of all languages, as JSON. Pages offer them. */
    private static final String LANGUAGES = "words/languages.json";

    private static final Pattern WIDGET_MODULE = Pattern.compile("widgets/([a-z]+)/\\1-widget\\.js");

    private static final Pattern REFERENCE = Pattern.compile("(?<= (?:src|href)=\")[\\w./-]+(?=\")");
    private static final Pattern MODULE = Pattern.compile("<script type=\"module\" src=\"([\\w./-]+)\"");
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)\\b[^;]*?'(\\.[\\w./-]+)';", Pattern.MULTILINE);

    /** Comments that stand alone, of one line or of several. */
    private static final Pattern COMMENT = Pattern.compile(
            "^[ \\t]*+(?:/\\*[^*]*+\\*++(?:[^/*][^*]*+\\*++)*+/|//[^\\n]*+)[ \\t]*+$", Pattern.MULTILINE);

    private final Map<String, byte[]> files;
    private final String version;
    private final PageLanguages languages;
    private final Map<String, Page> pages = new HashMap<>();

    /** By name, then by language. */
    private final Map<String, Map<String, Page>> documents = new HashMap<>();

    /** @param files content by path, for example {@code index.html} and {@code widgets/scene.html} */
    public StaticPages(Map<String, byte[]> files) {
        this.files = new TreeMap<>();
        files.forEach((path, content) -> this.files.put(path, sent(path, content)));
        putWidgetPages();
        languages = new PageLanguages(this.files);
        this.files.put(
                LANGUAGES,
                JsonMappers.PLAIN.valueToTree(languages.all()).toString().getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        this.files.forEach((path, content) -> {
            all.writeBytes(path.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(content);
        });
        version = Page.digest(all.toByteArray());
        this.files.forEach((path, content) -> {
            if (path.endsWith(".html")) {
                Map<String, Page> page = inEachLanguage(path, new String(content, StandardCharsets.UTF_8));
                documents.put(path, page);
                documents.put(
                        path.equals("index.html") ? "" : path.substring(0, path.length() - ".html".length()), page);
            } else {
                pages.put(path, Page.of(path, content, false));
            }
        });
    }

    @Override
    public void handle(RoutingContext context) {
        String path = context.normalizedPath();
        boolean fixed = false;
        boolean versioned = path.startsWith(FOLDER);
        if (versioned) {
            int slash = path.indexOf('/', FOLDER.length());
            // a page from before an update still gets its scripts, but no cache keeps them under the old version
            fixed = slash > 0 && version.equals(path.substring(FOLDER.length(), slash));
            path = slash < 0 ? path : path.substring(slash);
        }
        Page page = find(context.request(), path.substring(1));
        if (page == null || (versioned && page.name().endsWith(".html"))) {
            context.next();
        } else if (Methods.refusesToChange(context)) {
            return;
        } else if (!versioned && page.name().endsWith(".js")) {
            Page.putHeaders(context.response().headers(), path, false, false);
            context.response()
                    .setStatusCode(302)
                    .putHeader("Location", up(path.substring(1)) + address(path.substring(1)))
                    .end();
        } else {
            page.send(context.request(), fixed);
        }
    }

    /** A browser asks again for each page, so no cache shows a page in the language of somebody else. */
    private Page find(HttpServerRequest request, String name) {
        Map<String, Page> inLanguages = documents.get(name);
        if (inLanguages == null) {
            return pages.get(name);
        }
        boolean onAir = inLanguages.get(PageLanguages.ENGLISH).framedAnywhere();
        return inLanguages.get(languages.of(request, onAir));
    }

    private Map<String, Page> inEachLanguage(String path, String html) {
        Map<String, Page> all = new HashMap<>();
        for (String language : languages.all()) {
            byte[] content = versioned(path, languages.filled(html, language));
            all.put(language, Page.of(path, content, html.contains(WIDGET)));
        }
        return all;
    }

    private void putWidgetPages() {
        byte[] page = files.remove(WIDGET_PAGE);
        for (String path : List.copyOf(files.keySet())) {
            Matcher module = WIDGET_MODULE.matcher(path);
            if (page != null && module.matches()) {
                String html = new String(page, StandardCharsets.UTF_8).replace("NAME", module.group(1));
                files.put(WIDGET_PAGE.replace("NAME", module.group(1)), html.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] sent(String path, byte[] content) {
        if (!path.endsWith(".js") && !path.endsWith(".css")) {
            return content;
        }
        return COMMENT.matcher(new String(content, StandardCharsets.UTF_8))
                .replaceAll(comment -> comment.group().replaceAll("[^\n]+", ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The address with the version of a file, from the root, without a slash at its beginning. */
    private String address(String path) {
        return FOLDER.substring(1) + version + "/" + path;
    }

    /** The way from a path up to the root. It is relative, because a proxy may put a prefix before the path. */
    private static String up(String path) {
        return "../".repeat((int) path.chars().filter(c -> c == '/').count());
    }

    /** The page with versions in its addresses, and with links that load all modules of its scripts at once. */
    private byte[] versioned(String path, String html) {
        Set<String> modules = new LinkedHashSet<>();
        Matcher scripts = MODULE.matcher(html);
        while (scripts.find()) {
            addImports(resolve(path, scripts.group(1)), modules);
        }
        String preloads = modules.stream()
                .map(module -> "  <link rel=\"modulepreload\" href=\"" + up(path) + address(module) + "\">\n")
                .collect(Collectors.joining("  "));
        String versioned = REFERENCE.matcher(html).replaceAll(reference -> {
            String file = resolve(path, reference.group());
            return files.containsKey(file) && !file.endsWith(".html") ? up(path) + address(file) : reference.group();
        });
        return versioned.replace("</head>", preloads + "  </head>").getBytes(StandardCharsets.UTF_8);
    }

    private void addImports(String module, Set<String> found) {
        byte[] content = files.get(module);
        if (content == null) {
            return;
        }
        Matcher imports = IMPORT.matcher(new String(content, StandardCharsets.UTF_8));
        while (imports.find()) {
            String imported = resolve(module, imports.group(1));
            if (files.containsKey(imported) && found.add(imported)) {
                addImports(imported, found);
            }
        }
    }

    private static String resolve(String from, String reference) {
        return URI.create("/" + from).resolve(reference).getPath().substring(1);
    }
}
