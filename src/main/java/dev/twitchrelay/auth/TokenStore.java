package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the sign-in survives a restart. Several processes may share one store: who changes it {@linkplain #tryHold()
 * holds} it, so that a one-time refresh token is never spent twice. Thread-safe; every method may block on a disk.
 */
public abstract class TokenStore {

    /** The exclusive right to change the store, also among processes; ends with the process at the latest. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code token.json} in a folder. */
    public static TokenStore in(Path folder, Storage storage) {
        return new FileTokenStore(folder, storage);
    }

    /** The application that the sign-in in a folder belongs to, or empty when there is none. */
    public static String clientIdIn(Path folder) {
        try (Storage storage = new Storage(Disk.REAL)) {
            return in(folder, storage).read().clientId();
        }
    }

    /** Lasts as long as the process; for the demo, whose Twitch does not outlive it either. */
    public static TokenStore forgetful() {
        return new ForgetfulTokenStore();
    }

    /** What is stored when the relay starts; a store that somebody else changes right now is only read. */
    StoredSignIn atStart() throws IOException {
        Optional<Hold> hold = tryHold();
        try {
            return hold.isPresent() ? recover() : read();
        } finally {
            hold.ifPresent(Hold::close);
        }
    }

    /** Takes the store for this caller alone, or nothing when somebody has it right now. */
    abstract Optional<Hold> tryHold() throws IOException;

    /** What is stored, and {@link StoredSignIn#NONE} when nothing is. Changes nothing. */
    abstract StoredSignIn read();

    /**
     * As {@link #read()}, after a change that a crash interrupted was completed, and what cannot be read was set aside. Only
     * while holding the store.
     */
    abstract StoredSignIn recover() throws IOException;

    /**
     * Replaces what is stored, all or nothing. When this returns, it survives a power cut; or it cannot be written now, is
     * written as soon as it can, and is one of the {@linkplain Storage#problems() problems} meanwhile. Only while holding the
     * store.
     */
    abstract void keep(StoredSignIn next);
}
