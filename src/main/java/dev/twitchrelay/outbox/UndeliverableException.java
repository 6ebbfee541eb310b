package dev.twitchrelay.outbox;

/** A route throws it when a message can never be delivered. The message becomes a dead letter with this reason. */
public final class UndeliverableException extends RuntimeException {
    public UndeliverableException(String reason) {
        super(reason);
    }
}
