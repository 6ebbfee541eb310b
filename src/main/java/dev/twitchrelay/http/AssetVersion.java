package dev.twitchrelay.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives scripts, styles and pictures an address that changes with their content: {@code /v/<version>/…}, where modules find
 * each other by relative addresses as before. So no cache, OBS's included, can show an old one. Immutable.
 */
final class AssetVersion {
    static final String FOLDER = "/v/";

    private static final Pattern REFERENCE = Pattern.compile("(?<= (?:src|href)=\")[\\w./-]+(?=\")");
    private static final Pattern MODULE = Pattern.compile("<script type=\"module\" src=\"([\\w./-]+)\"");
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)\\b[^;]*?'(\\.[\\w./-]+)';", Pattern.MULTILINE);

    private final Map<String, byte[]> files;
    private final String version;

    /** @param files content by path, without a slash at its beginning */
    AssetVersion(Map<String, byte[]> files) {
        this.files = new TreeMap<>(files);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        this.files.forEach((path, content) -> {
            all.writeBytes(path.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(content);
        });
        version = Page.digest(all.toByteArray());
    }

    boolean is(String text) {
        return version.equals(text);
    }

    /** The address of a file from the root, without a slash at its beginning. */
    String of(String path) {
        return FOLDER.substring(1) + version + "/" + path;
    }

    /** The page with versions in its addresses; the browser is told at once of all modules that its script will need. */
    byte[] applyTo(String path, byte[] content) {
        String html = new String(content, StandardCharsets.UTF_8);
        String up = "../".repeat((int) path.chars().filter(c -> c == '/').count());
        Set<String> modules = new LinkedHashSet<>();
        Matcher scripts = MODULE.matcher(html);
        while (scripts.find()) {
            importsOf(resolve(path, scripts.group(1)), modules);
        }
        String preloads = modules.stream()
                .map(module -> "  <link rel=\"modulepreload\" href=\"" + up + of(module) + "\">\n")
                .collect(Collectors.joining("  "));
        String versioned = REFERENCE.matcher(html).replaceAll(reference -> {
            String file = resolve(path, reference.group());
            return files.containsKey(file) && !file.endsWith(".html") ? up + of(file) : reference.group();
        });
        return versioned.replace("</head>", preloads + "  </head>").getBytes(StandardCharsets.UTF_8);
    }

    private void importsOf(String module, Set<String> found) {
        byte[] content = files.get(module);
        if (content == null) {
            return;
        }
        Matcher imports = IMPORT.matcher(new String(content, StandardCharsets.UTF_8));
        while (imports.find()) {
            String imported = resolve(module, imports.group(1));
            if (files.containsKey(imported) && found.add(imported)) {
                importsOf(imported, found);
            }
        }
    }

    private static String resolve(String from, String reference) {
        return URI.create("/" + from).resolve(reference).getPath().substring(1);
    }
}
