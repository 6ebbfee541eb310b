package dev.twitchrelay.kit;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a person probably meant, for messages about unknown names. */
public final class Suggestion {
    private Suggestion() {}

    /** The nearest known name, if few letters differ: a third of a short name, a quarter of a long name. */
    public static Optional<String> among(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(name, wrong))
                        .thenComparing(name -> name))
                .filter(name -> distance(name, wrong) <= most(wrong.length()));
    }

    /** A question if a known name is near, otherwise another remedy. */
    public static String or(String wrong, Collection<String> known, String remedy) {
        return among(wrong, known).map(name -> "did you mean '" + name + "'?").orElse(remedy);
    }

    /** The end of a message: a question if a known name is near, otherwise nothing. */
    public static String question(String wrong, Collection<String> known) {
        return among(wrong, known).map(name -> ": did you mean '" + name + "'?").orElse("");
    }

    private static int most(int length) {
        return Math.max(1, Math.max(Math.min(3, length / 3), length / 4));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
