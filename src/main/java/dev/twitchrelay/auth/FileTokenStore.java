package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
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
        Optional<Hold> hold = tryHold();
        if (hold.isEmpty()) {
            throw new IOException("another process keeps token.lock");
        }
        try (Hold held = hold.get()) {
            LOG.trace("writing while holding {}", held);
            if (recover().generation() < signIn.generation()) {
                write(signIn);
            }
        }
    }

    /**
     * Replaces the stored sign-in completely or not at all. After the return it survives a power cut. Call it only
     * while holding the store.
     */
    void write(StoredSignIn signIn) throws IOException {
        disk.replaceWith(file, JsonMappers.PLAIN.writeValueAsBytes(json(signIn)), true);
    }

    private static ObjectNode json(StoredSignIn signIn) {
        ObjectNode json = JsonMappers.PLAIN
                .createObjectNode()
                .put("generation", signIn.generation())
                .put("clientId", signIn.clientId())
                .put("userId", signIn.userId())
                .put("configuration", signIn.configuration());
        TokenPair pair = signIn.tokens();
        if (pair != null) {
            ObjectNode tokens = json.putObject("tokens");
            if (pair.access() != null) {
                tokens.put("access", pair.access().value());
            }
            if (pair.refresh() != null) {
                tokens.put("refresh", pair.refresh());
            }
            if (pair.expiresAt() != null) {
                tokens.put("expiresAt", pair.expiresAt().toString());
            }
        }
        return json;
    }

    /**
     * The sign-in in a file; empty when there is no file or the file does not have the form that {@link #json} writes.
     */
    private static Optional<StoredSignIn> parse(Path path) {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            JsonNode json = JsonMappers.PLAIN.readTree(Disk.read(path, MOST_BYTES));
            if (json == null || !json.path("generation").isIntegralNumber()) {
                return Optional.empty();
            }
            return Optional.of(new StoredSignIn(
                    json.path("generation").asLong(),
                    json.path("clientId").asText(""),
                    json.path("userId").asText(""),
                    json.has("tokens") ? pair(json.path("tokens")) : null,
                    json.path("configuration").asText("")));
        } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
            // the exception's message may quote the file, which is secret
            LOG.debug("{} is not readable: {}", path, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static TokenPair pair(JsonNode tokens) {
        return new TokenPair(
                tokens.hasNonNull("access")
                        ? new AccessToken(tokens.path("access").asText())
                        : null,
                tokens.hasNonNull("refresh") ? tokens.path("refresh").asText() : null,
                tokens.hasNonNull("expiresAt")
                        ? Instant.parse(tokens.path("expiresAt").asText())
                        : null);
    }
}
