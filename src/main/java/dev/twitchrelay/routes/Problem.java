package dev.twitchrelay.routes;

import java.util.Comparator;

/**
 * Something that is wrong with a route file.
 *
 * @param file relative to the folder of routes
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what to do, one sentence
 */
public record Problem(String file, int line, int column, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparing(Problem::line)
            .thenComparing(Problem::column)
            .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
