package dev.twitchrelay.kit;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Reads the failures of asynchronous calls. */
public final class Failures {
    private Failures() {}

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
