package dev.twitchrelay.outbox;

/**
 * For routes to throw: the peer answered that it will never take this message. It goes to the dead letters with this reason,
 * and after several in a row the sink stops, as it does after refusals that HTTP tells.
 */
public final class RefusedException extends RuntimeException {
    public RefusedException(String reason) {
        super(reason);
    }
}
