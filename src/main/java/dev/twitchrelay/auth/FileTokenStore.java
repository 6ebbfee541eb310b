package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code token.json}, which only its owner can read. A change is written to {@code token.json.new}, forced to
 * the disk and renamed. If the process ends between writing and renaming, only the complete {@code .new} file has the
 * refresh token that still works, so {@link #recover()} takes it over. Thread-safe.
 */
final class FileTokenStore extends TokenStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileTokenStore.class);

    private static final int MOST_BYTES = 64 << 10;

    private static final ObjectReader READER = JsonMappers.ownFile(StoredSignIn.class);

    private final Path folder;
    private final Path file;
    private final Path next;
    private final Storage storage;
    private final Disk disk;

    FileTokenStore(Path folder, Storage storage) {
        this.folder = folder;
        this.file = folder.resolve("token.json");
        this.next = Disk.unfinished(file);
        this.storage = storage;
        this.disk = storage.disk();
    }

    @Override
    Optional<Hold> tryHold() throws IOException {
        FileChannel channel;
        try {
            channel = disk.open(
                    folder.resolve("token.lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            // without the lock file no other process can write on this disk either, and a token from Twitch must not be
            // lost because of it
            LOG.debug("token.lock cannot be opened", e);
            return Optional.of(() -> {});
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            LOG.trace("another part of this process holds the token store");
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(() -> release(channel));
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing token.lock", e);
        }
    }

    @Override
    StoredSignIn read() {
        StoredSignIn stored = parse(file).orElse(StoredSignIn.NONE);
        StoredSignIn unfinished = parse(next).orElse(StoredSignIn.NONE);
        return unfinished.generation() > stored.generation() ? unfinished : stored;
    }

    @Override
    StoredSignIn recover() throws IOException {
        Optional<StoredSignIn> stored = parse(file);
        Optional<StoredSignIn> unfinished = parse(next);
        if (stored.isEmpty() && Files.exists(file)) {
            setAside();
        }
        if (unfinished.isPresent()
                && unfinished.get().generation()
                        > stored.map(StoredSignIn::generation).orElse(-1L)) {
            disk.replace(next, file);
            disk.forceFolder(folder);
            return unfinished.get();
        }
        if (Files.exists(next)) {
            disk.delete(next);
        }
        return stored.orElse(StoredSignIn.NONE);
    }

    private void setAside() throws IOException {
        LOG.warn(
                "{} cannot be read and was renamed to {}: sign in again, unless a token is configured",
                file,
                Disk.setAside(file).getFileName());
    }

    @Override
    void keep(StoredSignIn signIn) {
        try {
            write(signIn);
        } catch (IOException e) {
            storage.later(file, e, () -> writeUnlessNewer(signIn));
        }
    }

    /**
     * Writes later, when the caller does not hold the store any more. A newer sign-in that was written meanwhile is
     * kept.
     */
    private void writeUnlessNewer(StoredSignIn signIn) throws IOException {
        Hold hold = tryHold().orElseThrow(() -> new IOException("another process keeps token.lock"));
        try {
            if (recover().generation() < signIn.generation()) {
                write(signIn);
            }
        } finally {
            hold.close();
        }
    }

    /**
     * Replaces the stored sign-in completely or not at all. After the return it survives a power cut. Call it only
     * while holding the store.
     */
    void write(StoredSignIn signIn) throws IOException {
        disk.replaceWith(file, JsonMappers.PLAIN.writeValueAsBytes(signIn), true);
    }

    /** The sign-in in a file; empty when there is no file or it does not have the form that {@link #write} writes. */
    private static Optional<StoredSignIn> parse(Path path) {
        try {
            return Files.exists(path)
                    ? Optional.ofNullable(READER.readValue(Disk.read(path, MOST_BYTES)))
                    : Optional.empty();
        } catch (IOException e) {
            // the exception's message may quote the file, which is secret
            LOG.debug("{} is not readable: {}", path, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
