package dev.twitchrelay.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's own words for pages and widgets: a further language, or other words in a language of the relay. The file
 * {@code FOLDER/he/widget.json} has the form of the relay's {@code words/lang/en/widget.json}. A word that it lacks is the
 * relay's in this language, or else English. The files are read at the start.
 */
public final class OwnWords {
    private static final Logger LOG = LoggerFactory.getLogger(OwnWords.class);
    private static final String WORDS = "words/lang/";
    private static final Pattern ENGLISH_FILE = Pattern.compile(WORDS + PageLanguages.ENGLISH + "/([a-z]+)\\.json");
    private static final Pattern TAG = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final long MOST_BYTES = 1L << 20;

    private OwnWords() {}

    /**
     * The files of the pages with the user's words over them.
     *
     * @param files content by path
     * @param folder has a folder for each language; need not exist
     */
    public static Map<String, byte[]> over(Map<String, byte[]> files, Path folder) throws IOException {
        Map<String, byte[]> all = new TreeMap<>(files);
        for (Path language : languages(folder)) {
            for (String english : files.keySet()) {
                Matcher section = ENGLISH_FILE.matcher(english);
                if (section.matches()) {
                    String name = section.group(1) + ".json";
                    String path = WORDS + language.getFileName() + "/" + name;
                    all.put(path, merged(files.getOrDefault(path, files.get(english)), language.resolve(name)));
                }
            }
        }
        return all;
    }

    private static List<Path> languages(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .filter(one -> TAG.matcher(one.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static byte[] merged(byte[] relays, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return relays;
        }
        ObjectNode words = (ObjectNode) JsonMappers.PLAIN.readTree(relays);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            JsonNode own = JsonMappers.PLAIN.readTree(Files.readAllBytes(file));
            own.fields().forEachRemaining(word -> {
                if (words.has(word.getKey()) && isMessage(word.getValue())) {
                    words.set(word.getKey(), word.getValue());
                }
            });
        } catch (IOException e) {
            LOG.warn("{} is left out, so its words are the relay's: {}", file, e.getMessage());
        }
        return JsonMappers.PLAIN.writeValueAsBytes(words);
    }

    /** A text, or a text for each plural category, of which {@code other} is needed. */
    private static boolean isMessage(JsonNode value) {
        return value.isTextual() || value.path("other").isTextual();
    }
}
