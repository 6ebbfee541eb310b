package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.OwnerOnly;
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
 * The messages of one folder, each in a file {@code <sequence>.json}: the queue of a sink, or its dead letters. A kill
 * leaves whole files only. While the disk takes nothing, new messages wait in memory, up to a bound, and the disk gets
 * them as soon as it takes them. A file that cannot be deleted yet counts as deleted. Thread-safe.
 */
final class MessageFolder {
    private static final Logger LOG = LoggerFactory.getLogger(MessageFolder.class);
    private static final Pattern NAME = Pattern.compile("(\\d{16})\\.json");
    private static final Pattern UNFINISHED = Pattern.compile(".*\\.(new|tmp)");

    /** A message has at most 256 KiB. With every quotation mark escaped it is twice as long, and headers come to it. */
    private static final int MOST_BYTES = 2 << 20;

    private static final int MOST_BYTES_IN_MEMORY = 2 << 20;

    /** The file of a message holds no message. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(IOException cause) {
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
     * Finds the messages that an earlier run left.
     *
     * @param force as in {@link OutboxSettings#force}
     * @throws IOException if the folder cannot be read
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

    /** @throws IOException if neither the disk nor memory has room for it */
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
        addSequence(message.sequence());
    }

    private synchronized void addSequence(long sequence) {
        sequences.add(sequence);
        undeleted.remove(sequence);
    }

    /**
     * Moves a message from another folder to this folder, with a new content. The old file is renamed first, because
     * this needs no room on the disk. So the message outlives a kill, even if only memory has room for the new content.
     *
     * @throws IOException if the file cannot be renamed, and there is no room for the new content; the message stays
     *     where it is
     */
    void take(OutboxMessage changed, MessageFolder from) throws IOException {
        long sequence = changed.sequence();
        boolean renamed = false;
        try {
            OwnerOnly.folder(folder);
            storage.disk().replace(from.file(sequence), file(sequence));
            renamed = true;
        } catch (IOException e) {
            LOG.debug("the file of {} stays where it is", sequence, e);
        }
        try {
            add(changed);
        } catch (IOException noRoom) {
            if (!renamed) {
                throw noRoom;
            }
            addSequence(sequence);
        }
        from.remove(sequence);
    }

    /** Does everything that the disk refused before, in steps, because {@link #add} waits while a step runs. */
    private void catchUp() throws IOException {
        boolean more = true;
        while (more) {
            more = catchUpOnce();
        }
    }

    private synchronized boolean catchUpOnce() throws IOException {
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
     * Reads a message of this folder.
     *
     * @throws UnreadableException if its file holds no message
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
            throw new UnreadableException(e);
        }
    }

    /** Deletes a message, if it is there. */
    synchronized void remove(long sequence) {
        sequences.remove(sequence);
        forget(sequence);
        try {
            // also when the message was in memory only, because an older file of that name may exist
            storage.disk().delete(file(sequence));
        } catch (IOException e) {
            undeleted.add(sequence);
            storage.later(folder, e, this::catchUp);
        }
    }

    /** Renames an unreadable file, so that it is no message any longer. Returns the new name. */
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

    /** How many messages the disk does not have yet. */
    synchronized int inMemory() {
        return unwritten.size();
    }

    /** The messages behind a sequence, oldest first, at most so many. */
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
