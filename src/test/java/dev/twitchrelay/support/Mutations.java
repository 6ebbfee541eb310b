package dev.twitchrelay.support;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts that were good once. */
public final class Mutations {
    private static final List<String> PIECES = List.of(
            "",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "1e999",
            "\n",
            "\r\n",
            "\t",
            " ",
            "\u0000",
            "\uFEFF",
            "\uD83C",
            "🎈",
            "%",
            "%0a",
            "'",
            "#",
            "&",
            "*",
            "!",
            "|",
            "${",
            "{{",
            "}}",
            "<<",
            "- ",
            "? ",
            "direct:",
            "\"id\":",
            "9".repeat(400),
            "[".repeat(600));

    private Mutations() {}

    private record Edit(double at, int cut, String piece) {}

    /** One of the texts, changed in up to eight places. */
    public static Arbitrary<String> of(List<String> texts) {
        Arbitrary<String> pieces =
                Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(12));
        Arbitrary<Edit> edits = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 30),
                        pieces)
                .as(Edit::new);
        return Combinators.combine(Arbitraries.of(texts), edits.list().ofMaxSize(8))
                .as(Mutations::apply);
    }

    private static String apply(String text, List<Edit> edits) {
        StringBuilder changed = new StringBuilder(text);
        for (Edit edit : edits) {
            int at = (int) (edit.at() * changed.length());
            changed.replace(at, Math.min(changed.length(), at + edit.cut()), edit.piece());
        }
        return changed.toString();
    }
}
