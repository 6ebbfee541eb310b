package dev.twitchrelay.auth;

import java.io.IOException;

/**
 * An account that may not sign in entered the code. The message names this account and the account that may sign in.
 */
final class NotAdmittedException extends IOException {
    NotAdmittedException(String message) {
        super(message);
    }
}
