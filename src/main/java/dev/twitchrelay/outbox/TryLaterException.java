package dev.twitchrelay.outbox;

/** A route throws it when its peer has a trouble that passes. The message is tried again until it is delivered. */
public final class TryLaterException extends RuntimeException {
    public TryLaterException(String reason) {
        super(reason);
    }
}
