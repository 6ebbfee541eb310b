package dev.twitchrelay.sources;

import dev.twitchrelay.kit.Failures;

/**
 * A request that will never be taken, however often its sender repeats it. {@code routes/errors.camel.yaml} answers
 * with the status and the message, so the message must not contain anything of the request. A route may throw it with
 * the step {@code throwException}.
 */
public final class RefusedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** A request with the status 400: its sender has to change it. */
    public RefusedRequestException(String message) {
        this(400, message);
    }

    /** @param status from 400 to 499 */
    RefusedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the answer, from 400 to 499. */
    int status() {
        return status;
    }

    /** The refusal in a chain of causes: Camel wraps what an expression throws. Null if there is none. */
    public static RefusedRequestException in(Throwable failure) {
        return Failures.chain(failure).stream()
                .filter(RefusedRequestException.class::isInstance)
                .map(RefusedRequestException.class::cast)
                .findFirst()
                .orElse(null);
    }
}
