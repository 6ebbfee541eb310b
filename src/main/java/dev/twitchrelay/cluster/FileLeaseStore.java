package dev.twitchrelay.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A lease for the processes of one machine: a folder with one file for each term, of which the newest counts. The
 * holder keeps the file locked, so that other processes see its death at once. It also writes into the file, so that
 * they see when it is frozen. The file appears together with its lock through a hard link, which only one process can
 * create, so no process leaves a half-made lease behind. Not thread-safe; {@link LeaderElection} calls it on its own
 * thread.
 */
public final class FileLeaseStore implements LeaseStore {
    private static final String PREFIX = "term-";
    private static final int LONGEST = 4096;

    private final Path folder;
    private FileChannel own;
    private long beats;

    /** @param folder the folder that the processes share */
    public FileLeaseStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public Optional<Lease> read() throws IOException {
        long term = newest();
        if (term == 0) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(file(term), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            file.read(bytes, 0);
            JsonNode json =
                    JsonMappers.PLAIN.readTree(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
            return Optional.of(new Lease(
                    json.path("holder").asText(),
                    term,
                    term + "." + json.path("beats").asLong(),
                    Duration.ofMillis(json.path("duration").asLong()),
                    json.path("offered").asBoolean(),
                    !isLocked(file)));
        } catch (NoSuchFileException tidied) {
            return read();
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try (FileLock lock = file.tryLock(LONGEST, 1, false)) {
            return lock == null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return true;
        }
    }

    @Override
    public Optional<Lease> take(Optional<Lease> seen, String holder, Duration duration) throws IOException {
        releaseFile();
        Lease lease = new Lease(holder, seen.map(Lease::term).orElse(0L) + 1, "", duration, false, false);
        Path fresh = folder.resolve("candidate-" + UUID.randomUUID());
        FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock(LONGEST, 1, false);
            write(channel, lease);
            Files.createLink(file(lease.term()), fresh);
            own = channel;
        } catch (FileAlreadyExistsException another) {
            channel.close();
            return Optional.empty();
        } finally {
            Files.deleteIfExists(fresh);
        }
        tidy(lease.term());
        return Optional.of(lease);
    }

    @Override
    public Optional<Lease> renew(Lease lease, boolean offered) throws IOException {
        if (own == null || newest() != lease.term()) {
            releaseFile();
            return Optional.empty();
        }
        Lease renewed = new Lease(lease.holder(), lease.term(), "", lease.duration(), offered, false);
        write(own, renewed);
        return Optional.of(renewed);
    }

    @Override
    public void release(Lease lease) throws IOException {
        releaseFile();
    }

    @Override
    public void close() {
        try {
            releaseFile();
        } catch (IOException e) {
            // the end of the process releases the lock
            own = null;
        }
    }

    private void releaseFile() throws IOException {
        if (own != null) {
            own.close();
            own = null;
        }
    }

    /** Writes the lease. The text has a fixed length, so that a reader never sees the end of an older, longer text. */
    private void write(FileChannel channel, Lease lease) throws IOException {
        String text = JsonMappers.PLAIN
                .createObjectNode()
                .put("holder", lease.holder())
                .put("duration", lease.duration().toMillis())
                .put("offered", lease.offered())
                .put("beats", ++beats)
                .toString();
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(json, 512);
        Arrays.fill(bytes, json.length, bytes.length, (byte) ' ');
        channel.write(ByteBuffer.wrap(bytes), 0);
    }

    private Path file(long term) {
        return folder.resolve(PREFIX + term);
    }

    private long newest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(FileLeaseStore::term).max().orElse(0);
        }
    }

    private static long term(Path file) {
        String name = file.getFileName().toString();
        return name.matches(PREFIX + "\\d{1,18}") ? Long.parseLong(name.substring(PREFIX.length())) : 0;
    }

    /** Deletes old terms. The previous term stays, because a process may be about to read it. */
    private void tidy(long term) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : files.filter(file -> term(file) > 0 && term(file) < term - 1)
                    .toList()) {
                Files.deleteIfExists(old);
            }
        }
    }
}
