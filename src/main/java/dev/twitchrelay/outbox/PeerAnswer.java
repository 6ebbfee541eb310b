package dev.twitchrelay.outbox;

/** A sink's peer answered something else than success. The text names no address. */
final class PeerAnswer extends Exception {
    private final int status;
    private final String retryAfter;
    private final String body;

    /**
     * @param retryAfter header {@code Retry-After}, or null
     * @param body as far as there is one, or null
     */
    PeerAnswer(int status, String retryAfter, String body) {
        super("answered " + status);
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    String retryAfter() {
        return retryAfter;
    }

    String body() {
        return body == null ? "" : body;
    }
}
