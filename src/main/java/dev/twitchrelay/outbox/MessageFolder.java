package dev.twitchrelay.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Messages as files of one folder, {@code <sequence>.json}. A file is written under another name and then renamed: it is
 * there as a whole or not at all, also when the process is killed. Thread-safe.
 */
final class MessageFolder {
    private static final Pattern NAME = Pattern.compile("(\\d{16})\\.json");
    private static final String UNFINISHED = ".tmp";
    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private final Path folder;
    private final boolean force;
    private final TreeSet<Long> sequences = new TreeSet<>();

    /**
     * Finds what an earlier run left.
     *
     * @param force whether each file is forced to the disk
     * @throws IOException if there is something else in its place
     */
    MessageFolder(Path folder, boolean force) throws IOException {
        this.folder = folder;
        this.force = force;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Matcher name = NAME.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        sequences.add(Long.valueOf(name.group(1)));
                    } else if (file.toString().endsWith(UNFINISHED)) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    synchronized void add(OutboxMessage message) throws IOException {
        Path file = file(message.sequence());
        Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
        try (FileChannel channel = open(unfinished)) {
            ByteBuffer json = ByteBuffer.wrap(message.json());
            while (json.hasRemaining()) {
                channel.write(json);
            }
            if (force) {
                channel.force(true);
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        if (force) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
        sequences.add(message.sequence());
    }

    /** Makes the folder only when it is missing: this is on the way of every message. */
    private FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, NEW_FILE);
        } catch (NoSuchFileException noFolder) {
            Files.createDirectories(folder);
            return FileChannel.open(file, NEW_FILE);
        }
    }

    /** @throws IOException if it cannot be read; the file may be there nevertheless */
    OutboxMessage read(long sequence) throws IOException {
        return OutboxMessage.read(Files.readAllBytes(file(sequence)));
    }

    /** Deletes a message; one that is not there is deleted already. */
    synchronized void remove(long sequence) throws IOException {
        try {
            Files.delete(file(sequence));
        } catch (NoSuchFileException e) {
            // somebody deleted it by hand
        }
        sequences.remove(sequence);
    }

    /** Takes an unreadable file out of the way, under a name that is nobody's. */
    synchronized void setAside(long sequence) throws IOException {
        Path file = file(sequence);
        sequences.remove(sequence);
        if (Files.exists(file)) {
            Files.move(
                    file,
                    folder.resolve(file.getFileName() + ".unreadable"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** At most so many messages that follow one, oldest first. */
    synchronized List<Long> after(long sequence, int most) {
        return sequences.tailSet(sequence, false).stream().limit(most).toList();
    }

    synchronized boolean contains(long sequence) {
        return sequences.contains(sequence);
    }

    /** The oldest message, or null. */
    synchronized Long oldest() {
        return sequences.isEmpty() ? null : sequences.first();
    }

    /** The newest message, or null. */
    synchronized Long newest() {
        return sequences.isEmpty() ? null : sequences.last();
    }

    synchronized int size() {
        return sequences.size();
    }

    private Path file(long sequence) {
        return folder.resolve(String.format("%016d.json", sequence));
    }
}
