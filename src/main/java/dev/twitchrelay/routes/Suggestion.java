package dev.twitchrelay.routes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant to write. */
final class Suggestion {
    private Suggestion() {}

    /** The known name that is nearest, if one is near. */
    static Optional<String> among(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(name, wrong))
                        .thenComparing(name -> name))
                .filter(name -> distance(name, wrong) <= Math.max(1, Math.min(3, wrong.length() / 3)));
    }

    /** The sentence's end: a question when a name is near, otherwise nothing. */
    static String question(String wrong, Collection<String> known) {
        return among(wrong, known).map(name -> ": did you mean '" + name + "'?").orElse("");
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
