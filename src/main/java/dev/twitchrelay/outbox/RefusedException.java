package dev.twitchrelay.outbox;

/**
 * A route throws it when the peer answered that it will never take this message. The message becomes a dead letter with
 * this reason. After several refused messages in a row the sink stops, as it does after a 400.
 */
public final class RefusedException extends RuntimeException {
    public RefusedException(String reason) {
        super(reason);
    }
}
