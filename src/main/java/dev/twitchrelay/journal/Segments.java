package dev.twitchrelay.journal;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a journal, {@code events-N.log}: lines are appended to the newest, and the oldest goes when there are too
 * many. What does not have its checksum is passed over, and a torn end is cut off. Not thread-safe but for {@link #force}.
 */
final class Segments {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final String NAME = "events-%012d.log";
    private static final Set<StandardOpenOption> NEW_OR_OLD =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final Path folder;
    private final Disk disk;
    private final long segmentBytes;
    private final int most;
    private final TreeMap<Long, Path> files = new TreeMap<>();
    private final Queue<FileChannel> full = new ConcurrentLinkedQueue<>();
    private volatile FileChannel newest;
    private long position;
    private long olderBytes;
    private boolean badTail;

    /**
     * @param segmentBytes a file that has reached this size is followed by another one
     * @param most how many files there may be, at least 2
     */
    Segments(Path folder, Disk disk, long segmentBytes, int most) {
        this.folder = folder;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.most = most;
    }

    /**
     * Gives the texts of all lines, oldest first, one at a time: a file may be larger than the memory. Call before anything is
     * appended.
     *
     * @return what is damaged, a few words for each file; a torn end, which a kill leaves, is not
     */
    List<String> read(Consumer<String> texts) throws IOException {
        OwnerOnly.folder(folder);
        files.clear();
        position = 0;
        olderBytes = 0;
        try (Stream<Path> names = Files.list(folder)) {
            names.filter(file -> file.getFileName().toString().matches("events-\\d{12}\\.log"))
                    .forEach(file -> files.put(number(file), file));
        }
        List<String> damage = new ArrayList<>();
        for (long number : List.copyOf(files.keySet())) {
            Long before = files.lowerKey(number);
            if (before != null && before < number - 1) {
                damage.add(String.format(NAME, number - 1) + (before < number - 2 ? " and others are" : " is")
                        + " missing");
            }
            Path file = files.get(number);
            try {
                SegmentReader reader = new SegmentReader(file, texts);
                olderBytes += position;
                position = reader.end();
                badTail = reader.hasBadTail();
                // what a kill tore is the end of all, and nothing was ever written behind it
                boolean tornBefore = files.higherKey(number) != null && (position == 0 || reader.hasRest());
                if (reader.isDamaged() || tornBefore) {
                    damage.add(file.getFileName() + " has " + reader.damage());
                }
            } catch (IOException e) {
                damage.add(file.getFileName() + " cannot be read, and is set aside");
                setAside(number, e);
                badTail = true;
            }
        }
        return damage;
    }

    /** Whether there was something behind the last good line, which nobody can read any more. */
    boolean hasBadTail() {
        return badTail;
    }

    /** What cannot be read cannot be appended to either. */
    private void setAside(long number, IOException why) throws IOException {
        Path file = files.remove(number);
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        disk.replace(file, aside);
        LOG.debug("{} cannot be read", aside, why);
    }

    void append(byte[] line) throws IOException {
        if (newest == null) {
            newest = files.isEmpty() ? begin(1) : open(files.lastEntry().getValue());
        }
        if (position > 0 && position + line.length > segmentBytes) {
            FileChannel next = begin(files.lastKey() + 1);
            full.add(newest);
            newest = next;
            olderBytes += position;
            position = 0;
            dropOldest();
        }
        disk.write(newest, ByteBuffer.wrap(line), position);
        position += line.length;
    }

    /** Returns when everything is on the disk. May be called while another thread appends. */
    void force() throws IOException {
        while (!full.isEmpty()) {
            try (FileChannel file = full.remove()) {
                file.force(false);
            }
        }
        FileChannel file = newest;
        if (file != null) {
            file.force(false);
        }
    }

    long bytes() {
        return olderBytes + position;
    }

    void close() throws IOException {
        if (newest != null) {
            newest.truncate(position);
            force();
            newest.close();
            newest = null;
        }
    }

    private FileChannel begin(long number) throws IOException {
        Path file = folder.resolve(String.format(NAME, number));
        FileChannel channel = open(file);
        channel.truncate(0);
        files.put(number, file);
        return channel;
    }

    /** What stands behind the last good line was torn, and must not be read as the begin of the next one. */
    private FileChannel open(Path file) throws IOException {
        FileChannel channel = disk.open(file, NEW_OR_OLD);
        if (channel.size() > position) {
            channel.truncate(position);
        }
        return channel;
    }

    private void dropOldest() throws IOException {
        while (files.size() > most) {
            Path oldest = files.pollFirstEntry().getValue();
            try {
                olderBytes -= Files.size(oldest);
                Files.delete(oldest);
            } catch (NoSuchFileException gone) {
                // somebody tidied up
            }
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring("events-".length(), "events-".length() + 12));
    }
}
