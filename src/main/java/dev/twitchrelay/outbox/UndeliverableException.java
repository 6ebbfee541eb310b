package dev.twitchrelay.outbox;

/** For routes to throw: this message can never be delivered, and goes to the dead letters with this reason. */
public final class UndeliverableException extends RuntimeException {
    public UndeliverableException(String reason) {
        super(reason);
    }
}
