package dev.twitchrelay.auth;

import java.util.Optional;

/** A token store in memory, for the demo. Thread-safe. */
final class MemoryTokenStore extends TokenStore {
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
