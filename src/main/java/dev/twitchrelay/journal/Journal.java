package dev.twitchrelay.journal;

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
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only list of texts in files, bounded. A text that was appended survives the end of the process, whichever way
 * it ends, because the operating system has it; the disk has it about a second later, and after a power failure that second
 * may be missing. Nobody ever waits for the disk to have it, and nobody fails because of it: while nothing can be
 * written, texts wait in memory, up to a bound, and are written as soon as it is possible. Thread-safe.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final long MOST_WAITING_BYTES = 8L << 20;
    private static final int SEGMENTS = 4;
    /** What older releases wrote when the last lines of a run had no room. */
    private static final byte INCOMPLETE = 'i';

    private static final int STATE_BYTES = 20;

    /** What is read may take one byte in so many of the heap. */
    private static final int HEAP_PER_TEXTS = 4;

    private final Path folder;
    private final Segments segments;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService timer;
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

    private Journal(Path folder, long mostBytes, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.segments = new Segments(folder, disk, mostBytes / SEGMENTS, SEGMENTS);
        this.mostTextBytes = Math.min(mostBytes, Runtime.getRuntime().maxMemory() / HEAP_PER_TEXTS);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "journal");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the journal of a folder, which is made if need be. A folder that cannot be used, or that another process uses,
     * is one warning and a {@link JournalStatus#problem}, not a failure.
     *
     * @param mostBytes what all files may take together; at least a few lines
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

    /** The newest texts, as many as there may be in all files together. */
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

    /** Gives what the journal held when it was opened, oldest first. Once; each text is forgotten as it is given. */
    public void takeTexts(Consumer<String> reader) {
        for (String text = next(); text != null; text = next()) {
            reader.accept(text);
        }
    }

    private synchronized String next() {
        return texts.poll();
    }

    /** What was damaged when it was opened, a few words for each file. */
    public synchronized List<String> damage() {
        return damage;
    }

    /** Whether, as far as is known, nothing is missing behind the last text of the run before this one. */
    public synchronized boolean wasComplete() {
        return complete && !segments.hasBadTail();
    }

    /** The number that was {@linkplain #append(String, long) appended} last, also by an earlier run; -1 if there is none. */
    public synchronized long last() {
        return last;
    }

    /** Appends a text without line feeds. Never fails, see {@link #status()}. */
    public void append(String text) {
        append(text, -1);
    }

    /**
     * Appends a text, and keeps in another file that it was appended: so that it shows when it is missing.
     *
     * @param number grows from text to text, or -1 for a text that need not be missed
     */
    public void append(String text, long number) {
        byte[] line = JournalLine.encode(text);
        synchronized (this) {
            keep(line);
            if (number > last) {
                reached(number);
            }
        }
    }

    private void keep(byte[] line) {
        if (problem == null) {
            try {
                write(line);
                return;
            } catch (IOException e) {
                failed(e);
            }
        }
        await(line);
    }

    /** Texts up to this number have been appended, or are known to be missing. */
    public synchronized void reached(long number) {
        last = number;
        if (usable && !closed) {
            try {
                // overwrites what is already there, which a full disk takes, too
                byte[] content = String.format("c%-19d", number).getBytes(StandardCharsets.US_ASCII);
                state.write(ByteBuffer.wrap(content), 0);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    public synchronized JournalStatus status() {
        return new JournalStatus(problem, written, waiting.size(), dropped, segments.bytes());
    }

    private void write(byte[] line) throws IOException {
        segments.append(line);
        written++;
        dirty = true;
    }

    private void await(byte[] line) {
        if (closed) {
            return;
        }
        waiting.add(line);
        waitingBytes += line.length;
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

    /** A disk that is nearly full takes a line now and then, and fails as often. */
    private void tell() {
        if (!told && line.isDue()) {
            told = true;
            LOG.warn(
                    "events of this moment may not survive a restart: {}. Clients get them as ever; make room, and it goes"
                            + " on by itself",
                    problem);
        }
    }

    /** Once a second, on the timer's thread: writes what waits, and sees to it that the disk has what was written. */
    private void tend() {
        try {
            boolean force;
            synchronized (this) {
                flush();
                force = dirty;
                dirty = false;
            }
            if (force) {
                // without the lock: this takes as long as the disk takes
                segments.force();
                state.force(false);
            }
        } catch (IOException e) {
            LOG.debug("forcing the journal to the disk", e);
        } catch (RuntimeException e) {
            // thrown on, it would end the timer without a word
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

    /** Writes what still can be written. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            flush();
            closed = true;
            problem = problem == null ? "closed" : problem;
            try {
                segments.close();
                if (state != null) {
                    state.close();
                }
            } catch (IOException e) {
                LOG.debug("closing the journal", e);
            }
        }
    }
}
