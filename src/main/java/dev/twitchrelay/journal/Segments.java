package dev.twitchrelay.journal;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a journal, {@code events-N.log}. Lines are appended to the newest file, and the oldest file is deleted
 * when there are too many. The reader leaves out lines with a wrong checksum, and cuts off a torn end. {@link Journal}
 * guards it with its lock, except for {@link #force}. Not thread-safe.
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
     * @param segmentBytes a file of this size is followed by another file
     * @param most how many files there may be, at least 2
     */
    Segments(Path folder, Disk disk, long segmentBytes, int most) {
        this.folder = folder;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.most = most;
    }

    /**
     * Reads all lines, oldest first. It holds one line at a time, because a file may be larger than the memory. Call it
     * before anything is appended.
     *
     * @return what is damaged, in a few words for each file. An incomplete last line is not damage, because a kill may leave it
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
                SegmentReader reader = new SegmentReader(texts);
                reader.read(file);
                olderBytes += position;
                position = reader.end;
                badTail = reader.badTail || reader.badRest;
                // a kill tears the newest file only
                boolean tornBefore = files.higherKey(number) != null && (position == 0 || reader.rest);
                if (reader.badLines > 0 || reader.badRest || tornBefore) {
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

    /** Whether unreadable bytes stood behind the last good line. */
    boolean hasBadTail() {
        return badTail;
    }

    /** Renames a file that cannot be read, because nothing can be appended to it either. */
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

    /** Returns when the disk has everything. Another thread may append at the same time. */
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

    /** Cuts off the torn end, so that it is not read as the start of the next line. */
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
                // somebody has deleted it
            }
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring("events-".length(), "events-".length() + 12));
    }

    /** Reads one file in pieces, and takes note of everything that is no line. */
    private static final class SegmentReader {
        /** A message has at most 256 KiB, and its headers 32 KiB. */
        private static final int LONGEST_LINE = 1 << 20;

        private final Consumer<String> texts;
        private final byte[] buffer = new byte[LONGEST_LINE + 1];
        private boolean skipping;
        private long badLines;
        /** Where the last good line ends. */
        private long end;
        /** Bad lines follow the last good line. */
        private boolean badTail;
        /** Bytes follow the last line feed. */
        private boolean rest;
        /** These bytes are not the start of a line, which a kill leaves, but zeros, which a power failure leaves. */
        private boolean badRest;

        SegmentReader(Consumer<String> texts) {
            this.texts = texts;
        }

        void read(Path file) throws IOException {
            long begin = 0;
            int filled = 0;
            try (InputStream in = Files.newInputStream(file)) {
                for (int read = in.read(buffer); read > 0; read = in.read(buffer, filled, buffer.length - filled)) {
                    int used = lines(begin, filled + read, filled);
                    filled = filled + read - used;
                    begin += used;
                    System.arraycopy(buffer, used, buffer, 0, filled);
                    if (filled == buffer.length) {
                        // no line is that long
                        skipping = true;
                        begin += filled;
                        filled = 0;
                    }
                }
            }
            rest = filled > 0 || skipping;
            badRest = skipping;
            for (int i = 0; i < filled; i++) {
                badRest |= buffer[i] == 0;
            }
        }

        /** @return how many of the bytes were whole lines */
        private int lines(long begin, int filled, int known) {
            int from = 0;
            for (int at = known; at < filled; at++) {
                if (buffer[at] == '\n') {
                    Optional<String> text = skipping ? Optional.empty() : JournalLine.decode(buffer, from, at);
                    skipping = false;
                    from = at + 1;
                    badTail = text.isEmpty();
                    if (text.isPresent()) {
                        texts.accept(text.get());
                        end = begin + from;
                    } else {
                        badLines++;
                    }
                }
            }
            return from;
        }

        String damage() {
            List<String> damage = new ArrayList<>();
            if (badLines > 0) {
                damage.add(badLines + " damaged lines");
            }
            if (rest) {
                damage.add("a damaged end");
            }
            return damage.isEmpty() ? "no lines" : String.join(" and ", damage);
        }
    }
}
