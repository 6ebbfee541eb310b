package dev.twitchrelay.kit;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Reads failures: their causes and their reasons. */
public final class Failures {
    /** Causes may go in a circle. */
    private static final int DEEPEST_CAUSE = 30;

    private Failures() {}

    /** A failure and its causes, outermost first; empty for null. */
    public static List<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .toList();
    }

    /** The reason of the innermost cause that has a message. */
    public static String innermost(Throwable failure) {
        return chain(failure).stream()
                .filter(cause -> cause.getMessage() != null)
                .reduce((outer, inner) -> inner)
                .map(Throwable::getMessage)
                .orElseGet(() -> text(failure));
    }

    /** The failure without the wrappers that stages and futures put around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The reason of a failure: its message, or its class name, because many network exceptions have no message. */
    public static String text(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
