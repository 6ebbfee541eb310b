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
 * How the relay writes what only its owner may read, and replaces files so that a process may end between any two steps. One
 * method for each step, so that tests can make a disk full, or end there. Thread-safe.
 */
public class Disk {
    public static final Disk REAL = new Disk();

    private static final String UNFINISHED = ".new";
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** What cannot be one of the relay's files: it is too large, or no file. */
    public static final class Foreign extends IOException {
        private static final long serialVersionUID = 1;

        Foreign(String message) {
            super(message);
        }
    }

    protected Disk() {}

    /** What is written under this name becomes the file when it is complete. */
    public static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    /** Creates an empty file; one that was there is gone. Its folder is made if need be. */
    public FileChannel create(Path file) throws IOException {
        delete(file);
        return open(file, NEW_FILE);
    }

    /** Opens a file that is to be written; its folder is made if need be. */
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        try {
            return FileChannel.open(file, options, OwnerOnly.file());
        } catch (NoSuchFileException noFolder) {
            OwnerOnly.folder(file.toAbsolutePath().getParent());
            return FileChannel.open(file, options, OwnerOnly.file());
        }
    }

    /** A file that is not there is deleted already. */
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Writes all of it, or fails; then anything may stand behind the position. */
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

    /** Readers see the old file or the new one, never something between. */
    public void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns when the folder's names are on the disk; not every system can, and there it is not needed. */
    public final void forceFolder(Path folder) throws IOException {
        if (OwnerOnly.isPossible()) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /**
     * Replaces a file as a whole, or leaves it as it was.
     *
     * @param force whether it is on the disk, and not only with the operating system, when this returns
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

    /** A half that stays takes room that is short already. */
    private void deleteHalf(Path file, IOException why) {
        try {
            delete(file);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Renames a file that makes no sense, so that somebody can look into it; an earlier one is gone.
     *
     * @return its new name
     */
    public static Path setAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A file's content.
     *
     * @param most bytes; a larger file would take the memory
     * @throws Foreign naming the file
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
