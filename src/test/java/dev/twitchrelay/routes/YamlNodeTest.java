package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTest {
    @Test
    void anEmojiMayStandAnywhere() throws RejectedFileException {
        for (int before = 1000; before < 1050; before++) {
            String text = "# " + "x".repeat(before) + "🎈🎈\nsays: 🎈\n";

            assertThat(YamlNode.read("a.camel.yaml", text.getBytes(StandardCharsets.UTF_8))
                            .get("says")
                            .text())
                    .as("%d characters before it", before)
                    .isEqualTo("🎈");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 3_000, 100_000})
    void whatIsNestedTooDeeplyIsRefused(int levels) {
        byte[] deep = ("a: " + "[".repeat(levels) + "]".repeat(levels)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> YamlNode.read("a.camel.yaml", deep))
                .isInstanceOfSatisfying(RejectedFileException.class, rejected -> assertThat(rejected.problems())
                        .singleElement()
                        .extracting(Problem::message)
                        .asString()
                        .startsWith("this is nested by more than 200 levels"));
    }

    @Test
    void whatIsNoUtf8IsRefusedWhereItBegins() {
        byte[] latin = "a: b\nc: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> YamlNode.read("a.camel.yaml", latin))
                .isInstanceOfSatisfying(
                        RejectedFileException.class,
                        rejected -> assertThat(rejected.problems())
                                .singleElement()
                                .hasToString(
                                        "a.camel.yaml:2:7: this is no text in UTF-8: save the file as UTF-8 text, or restore it"));
    }
}
