package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages as files of one folder, {@code <sequence>.json}. A file is there as a whole or not at all, also when the process is
 * killed. While the disk takes nothing, messages are in memory, up to a bound, and are written as soon as there is room; and
 * what cannot be deleted counts as deleted. Thread-safe.
 */
final class MessageFolder {
    private static final Logger LOG = LoggerFactory.getLogger(MessageFolder.class);
    private static final Pattern NAME = Pattern.compile("(\\d{16})\\.json");
    private static final Pattern UNFINISHED = Pattern.compile(".*\\.(new|tmp)");

    /** A message with all its quotation marks escaped is twice as long as clients may be shown, and then some. */
    private static final int MOST_BYTES = 2 << 20;

    private static final int MOST_BYTES_IN_MEMORY = 2 << 20;

    /** A file that holds no message. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Path folder;
    private final boolean force;
    private final Storage storage;
    private final TreeSet<Long> sequences = new TreeSet<>();
    private final TreeMap<Long, byte[]> unwritten = new TreeMap<>();
    private final TreeSet<Long> undeleted = new TreeSet<>();
    private int bytesInMemory;

    /**
     * Finds what an earlier run left.
     *
     * @param force whether each file is forced to the disk
     * @throws IOException if there is something else in its place
     */
    MessageFolder(Path folder, boolean force, Storage storage) throws IOException {
        this.folder = folder;
        this.force = force;
        this.storage = storage;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String fileName = file.getFileName().toString();
                    Matcher name = NAME.matcher(fileName);
                    if (name.matches()) {
                        sequences.add(Long.valueOf(name.group(1)));
                    } else if (UNFINISHED.matcher(fileName).matches()) {
                        storage.disk().delete(file);
                    }
                }
            }
        }
    }

    /** @throws IOException if neither the disk nor what may be in memory has room for it */
    synchronized void add(OutboxMessage message) throws IOException {
        byte[] json = message.json();
        if (json.length > MOST_BYTES) {
            throw new IOException("a message of " + json.length + " bytes, more than " + MOST_BYTES);
        }
        try {
            storage.disk().replaceWith(file(message.sequence()), json, force);
        } catch (IOException e) {
            if (bytesInMemory + json.length > MOST_BYTES_IN_MEMORY) {
                throw e;
            }
            unwritten.put(message.sequence(), json);
            bytesInMemory += json.length;
            storage.later(folder, e, this::catchUp);
        }
        sequences.add(message.sequence());
        undeleted.remove(message.sequence());
    }

    /**
     * Moves a message here, with a new content. While the disk has no room its old file moves as it is, which needs none, so that
     * it survives the end of the process; the new content follows.
     *
     * @throws IOException if there is neither its old file nor room for the new content; then it stays where it is
     */
    void take(OutboxMessage changed, MessageFolder from) throws IOException {
        long sequence = changed.sequence();
        try {
            add(changed);
            if (isInMemory(sequence)) {
                takeFile(sequence, from);
            }
        } catch (IOException noRoom) {
            if (!takeFile(sequence, from)) {
                throw noRoom;
            }
        }
        from.remove(sequence);
    }

    private synchronized boolean takeFile(long sequence, MessageFolder from) {
        try {
            storage.disk().replace(from.file(sequence), file(sequence));
        } catch (IOException e) {
            LOG.debug("the file of {} stays where it is", sequence, e);
            return false;
        }
        sequences.add(sequence);
        undeleted.remove(sequence);
        return true;
    }

    private synchronized boolean isInMemory(long sequence) {
        return unwritten.containsKey(sequence);
    }

    /** Does what the disk did not do before. Not all at once, because whoever adds a message waits meanwhile. */
    private void catchUp() throws IOException {
        boolean more = true;
        while (more) {
            more = writeOldest();
        }
    }

    private synchronized boolean writeOldest() throws IOException {
        if (!unwritten.isEmpty()) {
            long oldest = unwritten.firstKey();
            storage.disk().replaceWith(file(oldest), unwritten.get(oldest), force);
            forget(oldest);
        } else if (!undeleted.isEmpty()) {
            storage.disk().delete(file(undeleted.first()));
            undeleted.pollFirst();
        }
        return !unwritten.isEmpty() || !undeleted.isEmpty();
    }

    private void forget(long sequence) {
        byte[] json = unwritten.remove(sequence);
        bytesInMemory -= json == null ? 0 : json.length;
    }

    /**
     * A message that was added.
     *
     * @throws Unreadable if its file holds something else
     * @throws IOException if it cannot be read now; the file may be there nevertheless
     */
    OutboxMessage read(long sequence) throws IOException {
        byte[] json;
        synchronized (this) {
            json = unwritten.get(sequence);
        }
        try {
            return OutboxMessage.read(json == null ? Disk.read(file(sequence), MOST_BYTES) : json);
        } catch (JsonProcessingException | Disk.Foreign | AccessDeniedException e) {
            throw new Unreadable(e);
        }
    }

    /** Deletes a message; one that is not there is deleted already. */
    synchronized void remove(long sequence) {
        sequences.remove(sequence);
        forget(sequence);
        try {
            // also of what is in memory only, because an older file of its name may be left
            storage.disk().delete(file(sequence));
        } catch (IOException e) {
            undeleted.add(sequence);
            storage.later(folder, e, this::catchUp);
        }
    }

    /** Takes an unreadable file out of the way, under a name that is nobody's, which is returned. */
    synchronized String setAside(long sequence) {
        Path file = file(sequence);
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        sequences.remove(sequence);
        try {
            storage.disk().replace(file, aside);
        } catch (IOException e) {
            LOG.debug("{} cannot be set aside", file, e);
        }
        return aside.toString();
    }

    /** How many messages the disk has not taken yet. */
    synchronized int inMemory() {
        return unwritten.size();
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
