package dev.twitchrelay.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Writes files that only their owner may read, and replaces files so that the process may end between any two steps.
 * Each step is a method, so that tests can make the disk full, or end the process, at any step. Thread-safe.
 */
public class Disk {
    public static final Disk REAL = new Disk();

    private static final String UNFINISHED = ".new";
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** The file cannot be of the relay, because it is too large, or not a regular file. */
    public static final class Foreign extends IOException {
        private static final long serialVersionUID = 1;

        Foreign(String message) {
            super(message);
        }
    }

    protected Disk() {}

    /** The name of the new content of a file until the content is complete. */
    public static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    /** Creates an empty file in place of an existing one, and its folder if it is missing. */
    public FileChannel create(Path file) throws IOException {
        delete(file);
        return open(file, NEW_FILE);
    }

    /** Opens a file for writing, and creates its folder if it is missing. */
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        try {
            return FileChannel.open(file, options, OwnerOnly.file());
        } catch (NoSuchFileException noFolder) {
            OwnerOnly.folder(file.toAbsolutePath().getParent());
            return FileChannel.open(file, options, OwnerOnly.file());
        }
    }

    /** Deletes a file, if it exists. */
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Writes all of the content. After a failure, the bytes behind the position are undefined. */
    public void write(FileChannel file, ByteBuffer content, long position) throws IOException {
        long at = position;
        while (content.hasRemaining()) {
            at += file.write(content, at);
        }
    }

    /** Returns when the content is on the disk. */
    public void force(FileChannel file) throws IOException {
        file.force(true);
    }

    /** Replaces a file. Readers see the old file or the new file, and nothing between them. */
    public void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns when the names in the folder are on the disk. Systems without POSIX do not need it. */
    public final void forceFolder(Path folder) throws IOException {
        if (OwnerOnly.isPossible()) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /**
     * Replaces a file as a whole. After a failure, the file is as before.
     *
     * @param force whether to return only when the content is on the disk, and not only in the operating system's
     *     memory
     */
    public final void replaceWith(Path file, byte[] content, boolean force) throws IOException {
        Path next = unfinished(file);
        try (FileChannel channel = create(next)) {
            write(channel, ByteBuffer.wrap(content), 0);
            if (force) {
                force(channel);
            }
        } catch (IOException e) {
            deleteHalf(next, e);
            throw e;
        }
        replace(next, file);
        if (force) {
            forceFolder(file.toAbsolutePath().getParent());
        }
    }

    /** Deletes an incomplete file, because the disk may be full. */
    private void deleteHalf(Path file, IOException why) {
        try {
            delete(file);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Renames a file that cannot be read, so that a person can look into it. Replaces a file that was set aside before.
     *
     * @return the new name
     */
    public static Path setAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a file.
     *
     * @param most the most bytes, because a larger file would take too much memory
     * @throws Foreign with the file's name
     */
    public static byte[] read(Path file, int most) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new Foreign(file + " is no file");
        }
        if (attributes.size() > most) {
            throw new Foreign(file + " has " + attributes.size() + " bytes, more than any that the relay writes there");
        }
        return Files.readAllBytes(file);
    }
}
