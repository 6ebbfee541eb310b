package dev.twitchrelay.cli;

import java.util.concurrent.CompletionException;

/**
 * Gives the reason of a failure. Many network exceptions of Java have no message, so their class name is the reason.
 */
final class Failures {
    private Failures() {}

    static String text(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
