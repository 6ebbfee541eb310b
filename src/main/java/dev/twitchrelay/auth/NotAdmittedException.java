package dev.twitchrelay.auth;

import java.io.IOException;

/** Somebody entered the code who may not; the message says who, and who may, in one sentence. */
final class NotAdmittedException extends IOException {
    NotAdmittedException(String message) {
        super(message);
    }
}
