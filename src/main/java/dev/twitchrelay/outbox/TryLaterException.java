package dev.twitchrelay.outbox;

/** For routes to throw: the peer is in trouble that time heals, and the message is to be tried again until it is delivered. */
public final class TryLaterException extends RuntimeException {
    public TryLaterException(String reason) {
        super(reason);
    }
}
