package dev.twitchrelay.routes;

import java.util.Comparator;

/**
 * A mistake in a route file. {@code routes check}, the log and {@code /api/status} show it as
 * {@code file:line:column: message}.
 *
 * @param file relative to the folder of routes
 * @param line from 1
 * @param column from 1
 * @param message the mistake and its remedy, in one sentence
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
