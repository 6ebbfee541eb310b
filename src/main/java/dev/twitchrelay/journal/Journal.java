package dev.twitchrelay.journal;

import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.EveryMinute;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list of texts in files. It only grows at its end, and it is bounded. A text outlives the process from the moment
 * that it was appended, because the operating system has it. The disk has it about a second later, so a power failure
 * may take the last second. Publishers append on their threads. They never wait for the disk, and they do not notice
 * its failures: while nothing can be written, texts wait in memory, up to a bound. A thread of the journal writes them
 * as soon as possible. Thread-safe.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final long MOST_WAITING_BYTES = 8L << 20;
    private static final int SEGMENTS = 4;
    /** Older releases wrote it when they had no room for the last lines of a run. */
    private static final byte INCOMPLETE = 'i';

    private static final byte COMPLETE = 'c';

    private static final int STATE_BYTES = 20;

    /** The texts of earlier runs may take this part of the heap. */
    private static final int HEAP_PER_TEXTS = 4;

    private final Path folder;
    private final Segments segments;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService timer = Daemons.timer("journal");
    private final Disk disk;
    private final long mostTextBytes;
    private final Deque<String> texts = new ArrayDeque<>();
    private List<String> damage = List.of();
    private long textBytes;
    private boolean complete = true;
    private long last = -1;
    private FileChannel state;
    private boolean usable;
    private String problem;
    private long waitingBytes;
    private long written;
    private long dropped;
    private boolean dirty;
    private boolean closed;
    private final EveryMinute line = new EveryMinute();
    private boolean told;

    /**
     * How the journal is doing, for people and monitors.
     *
     * @param problem why nothing can be written at the moment, or null
     * @param written lines that were written since the start
     * @param waiting lines that wait in memory until they can be written
     * @param dropped lines that could wait no longer; after a restart they are missing
     * @param bytes the size of all files
     */
    public record Status(String problem, long written, int waiting, long dropped, long bytes) {}

    private Journal(Path folder, long mostBytes, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.segments = new Segments(folder, disk, mostBytes / SEGMENTS, SEGMENTS);
        this.mostTextBytes = Math.min(mostBytes, Runtime.getRuntime().maxMemory() / HEAP_PER_TEXTS);
    }

    /**
     * Opens the journal of a folder, and makes the folder if need be. If the folder cannot be used, or another process
     * uses it, the journal logs a warning and has a {@link Status#problem}; it does not fail.
     *
     * @param mostBytes the size of all files together; at least a few lines
     */
    public static Journal open(Path folder, long mostBytes, Disk disk) {
        Journal journal = new Journal(folder, mostBytes, disk);
        synchronized (journal) {
            journal.read();
        }
        journal.timer.scheduleWithFixedDelay(journal::tend, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        return journal;
    }

    private void read() {
        try {
            damage = segments.read(this::remember);
            state = disk.open(
                    folder.resolve("state"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            if (state.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            readState();
            usable = true;
        } catch (OverlappingFileLockException e) {
            problem = "another relay uses " + folder;
            closed = true;
            LOG.warn("events will not survive a restart: {}; give each relay a relay.data of its own", problem);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Keeps the newest texts. */
    private void remember(String text) {
        texts.add(text);
        textBytes += text.length();
        while (textBytes > mostTextBytes) {
            textBytes -= texts.remove().length();
        }
    }

    private void readState() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(STATE_BYTES);
        int read = state.read(content, 0);
        complete = read < 1 || content.get(0) != INCOMPLETE;
        String number = new String(content.array(), 1, Math.max(0, read - 1), StandardCharsets.US_ASCII).strip();
        last = number.matches("\\d{1,18}") ? Long.parseLong(number) : -1;
    }

    /** Gives the texts of earlier runs to a reader, oldest first, and forgets them. */
    public synchronized void takeTexts(Consumer<String> reader) {
        for (String text = texts.poll(); text != null; text = texts.poll()) {
            reader.accept(text);
        }
    }

    /** The damage that the journal had when it was opened, a few words for each file. */
    public synchronized List<String> damage() {
        return damage;
    }

    /** Whether, as far as is known, nothing is missing behind the last text of the earlier run. */
    public synchronized boolean wasComplete() {
        return complete && !segments.hasBadTail();
    }

    /** The last {@linkplain #append(String, long) number}, also of an earlier run; -1 if there is none. */
    public synchronized long last() {
        return last;
    }

    /** Appends a text without line feeds. It never fails, see {@link #status()}. */
    public void append(String text) {
        append(text, -1);
    }

    /**
     * Appends a text, and writes its number into another file, so that a missing text shows.
     *
     * @param number grows from text to text; -1 for a text that may be missing
     */
    public void append(String text, long number) {
        byte[] bytes = JournalLine.encode(text);
        synchronized (this) {
            if (problem != null || !isWritten(bytes)) {
                await(bytes);
            }
            if (number > last) {
                reached(number);
            }
        }
    }

    private boolean isWritten(byte[] bytes) {
        try {
            write(bytes);
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /** Every text up to this number was appended, or is known to be missing. */
    public synchronized void reached(long number) {
        last = number;
        if (usable && !closed) {
            try {
                // overwrites bytes that the file has already, which works on a full disk, too
                state.write(ByteBuffer.wrap(state(number)), 0);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** A letter, which older releases read, and the number with blanks behind it. */
    private static byte[] state(long number) {
        byte[] content = new byte[STATE_BYTES];
        Arrays.fill(content, (byte) ' ');
        content[0] = COMPLETE;
        byte[] digits = String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, content, 1, digits.length);
        return content;
    }

    public synchronized Status status() {
        return new Status(problem, written, waiting.size(), dropped, segments.bytes());
    }

    private void write(byte[] bytes) throws IOException {
        segments.append(bytes);
        written++;
        dirty = true;
    }

    private void await(byte[] bytes) {
        if (closed) {
            return;
        }
        waiting.add(bytes);
        waitingBytes += bytes.length;
        while (waitingBytes > MOST_WAITING_BYTES) {
            waitingBytes -= waiting.remove().length;
            dropped++;
        }
    }

    private void failed(IOException e) {
        if (problem == null) {
            problem = "cannot write in " + folder + ": " + e.getMessage();
            tell();
        }
    }

    /** At most every minute, because a disk that is nearly full fails and recovers all the time. */
    private void tell() {
        if (!told && line.isDue()) {
            told = true;
            LOG.warn(
                    "events of this moment may not survive a restart: {}. Clients get them as ever; make room, and it goes"
                            + " on by itself",
                    problem);
        }
    }

    /** Once a second, on the timer's thread: writes the waiting lines, and forces everything to the disk. */
    private void tend() {
        try {
            boolean force;
            synchronized (this) {
                flush();
                force = dirty;
                dirty = false;
            }
            if (force) {
                // without the lock, because a disk may be slow
                segments.force();
                state.force(false);
            }
        } catch (IOException e) {
            LOG.debug("forcing the journal to the disk", e);
        } catch (RuntimeException e) {
            // a thrown exception would silently end the timer
            LOG.error("the journal could not be tended; it is tried again", e);
        }
    }

    private void flush() {
        if (problem == null || closed) {
            return;
        }
        try {
            if (!usable) {
                read();
                texts.clear();
            }
            while (usable && !waiting.isEmpty()) {
                write(waiting.peek());
                waitingBytes -= waiting.remove().length;
            }
            if (usable) {
                problem = null;
                if (told) {
                    told = false;
                    LOG.info("events survive a restart again");
                }
            }
        } catch (IOException e) {
            tell();
            LOG.debug("still nothing can be written", e);
        }
    }

    /** Writes the waiting lines, if that is possible. */
    @Override
    public void close() {
        // without an interrupt, which would close the file that the timer's thread forces to the disk
        timer.shutdown();
        synchronized (this) {
            flush();
            closed = true;
            problem = problem == null ? "closed" : problem;
            // the state's end releases the folder, whatever became of the segments
            try (FileChannel lock = state) {
                segments.close();
            } catch (IOException e) {
                LOG.debug("closing the journal", e);
            }
        }
    }
}
