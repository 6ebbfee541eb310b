package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The place that keeps the sign-in over a restart. Several processes may share a store: a process that changes it
 * {@linkplain #tryHold() holds} it, so that a refresh token which works once is not used twice. Thread-safe; every
 * method may block on a disk.
 */
public abstract class TokenStore {

    /** The exclusive right to change the store among all processes. It ends at the latest with the process. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** A store in {@code token.json} of a folder. */
    public static TokenStore in(Path folder, Storage storage) {
        return new FileTokenStore(folder, storage);
    }

    /** The client id of the sign-in in a folder, or empty when there is none. */
    public static String clientIdIn(Path folder) {
        try (Storage storage = new Storage(Disk.REAL)) {
            return in(folder, storage).read().clientId();
        }
    }

    /**
     * A store in memory that ends with the process. The demo uses it, because the simulated Twitch forgets its tokens,
     * too.
     */
    public static TokenStore inMemory() {
        return new TokenStore() {
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
        };
    }

    /** The stored sign-in at the relay's start. A store that another process holds is only read. */
    StoredSignIn atStart() throws IOException {
        Optional<Hold> hold = tryHold();
        try {
            return hold.isPresent() ? recover() : read();
        } finally {
            hold.ifPresent(Hold::close);
        }
    }

    /** Holds the store for this caller, or returns empty when somebody else holds it. */
    abstract Optional<Hold> tryHold() throws IOException;

    /** The stored sign-in, or {@link StoredSignIn#NONE}. Changes nothing. */
    abstract StoredSignIn read();

    /**
     * As {@link #read()}, but first completes a change that a crash interrupted and sets an unreadable file aside. Call
     * it only while holding the store.
     */
    abstract StoredSignIn recover() throws IOException;

    /**
     * Replaces the stored sign-in completely or not at all. After the return it survives a power cut. If it cannot be
     * written now, it is written as soon as possible and is one of the {@linkplain Storage#problems() problems}
     * meanwhile. Call it only while holding the store.
     */
    abstract void keep(StoredSignIn next);
}
