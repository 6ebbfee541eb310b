package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnWordsTest {
    private static final Map<String, byte[]> RELAYS = Map.of(
            "index.html", bytes("<p>"),
            "words/lang/en/pages.json",
                    bytes("{\"nav\": \"Pages\", \"more\": {\"one\": \"{n}\", \"other\": \"{n}s\"}}"),
            "words/lang/en/widget.json", bytes("{\"goal\": \"Goal\"}"),
            "words/lang/de/pages.json",
                    bytes("{\"nav\": \"Seiten\", \"more\": {\"one\": \"{n}\", \"other\": \"{n}e\"}}"),
            "words/lang/de/widget.json", bytes("{\"goal\": \"Ziel\"}"));

    @TempDir
    private Path widgets;

    private Path folder;

    @BeforeEach
    void folder() {
        folder = widgets.resolve("lang");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Map<?, ?> words(String path) throws IOException {
        byte[] content = OwnWords.over(RELAYS, folder).get("words/lang/" + path);
        return content == null ? null : JsonMappers.PLAIN.readValue(content, Map.class);
    }

    @Test
    void withoutAFolderTheWordsAreTheRelays() throws IOException {
        assertThat(OwnWords.over(RELAYS, folder)).isEqualTo(RELAYS);
    }

    @Test
    void aNewLanguageIsEnglishWhereItLacksWords() throws IOException {
        write("he/pages.json", "{\"nav\": \"דפים\", \"unknown\": \"x\"}");

        assertThat(words("he/pages.json"))
                .isEqualTo(Map.of("nav", "דפים", "more", Map.of("one", "{n}", "other", "{n}s")));
        assertThat(words("he/widget.json")).isEqualTo(Map.of("goal", "Goal"));
    }

    @Test
    void singleWordsOfALanguageOfTheRelayMayChange() throws IOException {
        write("de/widget.json", "{\"goal\": \"Etappe\"}");
        write("de/pages.json", "{\"more\": {\"other\": \"{n} mehr\"}}");

        assertThat(words("de/widget.json")).isEqualTo(Map.of("goal", "Etappe"));
        assertThat(words("de/pages.json")).isEqualTo(Map.of("nav", "Seiten", "more", Map.of("other", "{n} mehr")));
        assertThat(words("en/widget.json")).isEqualTo(Map.of("goal", "Goal"));
    }

    @Test
    void whatIsNoMessageIsLeftOut() throws IOException {
        write("de/pages.json", "{\"nav\": 7, \"more\": {\"one\": \"x\"}}");
        write("de/widget.json", "[not JSON");
        write("no language/pages.json", "{\"nav\": \"x\"}");
        write("he/other.json", "{\"a\": \"b\"}");
        Files.writeString(folder.resolve("fr"), "a file");

        assertThat(words("de/pages.json"))
                .isEqualTo(Map.of("nav", "Seiten", "more", Map.of("one", "{n}", "other", "{n}e")));
        assertThat(words("de/widget.json")).isEqualTo(Map.of("goal", "Ziel"));
        assertThat(words("no language/pages.json")).isNull();
        assertThat(words("he/other.json")).isNull();
        assertThat(words("fr/pages.json")).isNull();
    }
}
