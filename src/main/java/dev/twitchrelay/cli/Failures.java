package dev.twitchrelay.cli;

import java.util.concurrent.CompletionException;

/** Says why something failed; many of Java's network exceptions have no message. */
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
