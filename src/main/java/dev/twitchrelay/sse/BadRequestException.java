package dev.twitchrelay.sse;

/** A request that cannot be answered; the message says why and what to write instead, and nothing of the request. */
final class BadRequestException extends RuntimeException {

    BadRequestException(String message) {
        super(message, null, false, false);
    }
}
