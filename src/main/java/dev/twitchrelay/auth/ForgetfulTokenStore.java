package dev.twitchrelay.auth;

import java.util.Optional;

/** A store in memory. Thread-safe. */
final class ForgetfulTokenStore extends TokenStore {
    private volatile StoredSignIn stored = StoredSignIn.NONE;

    @Override
    Optional<Hold> tryHold() {
        return Optional.of(() -> {});
    }

    @Override
    StoredSignIn read() {
        return stored;
    }

    @Override
    StoredSignIn recover() {
        return stored;
    }

    @Override
    void keep(StoredSignIn next) {
        stored = next;
    }
}
