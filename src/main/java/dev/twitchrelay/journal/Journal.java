package dev.twitchrelay.journal;

import dev.twitchrelay.kit.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
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
    private static final byte COMPLETE = 'c';
    private static final byte INCOMPLETE = 'i';

    private final Path folder;
    private final Segments segments;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService timer;
    private final Disk disk;
    private List<String> texts = List.of();
    private boolean complete = true;
    private FileChannel state;
    private boolean usable;
    private String problem;
    private long waitingBytes;
    private long written;
    private long dropped;
    private boolean dirty;
    private boolean closed;

    private Journal(Path folder, long mostBytes, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.segments = new Segments(folder, disk, mostBytes / SEGMENTS, SEGMENTS);
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
            texts = segments.read();
            state = disk.open(
                    folder.resolve("state"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            if (state.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            ByteBuffer mark = ByteBuffer.allocate(1);
            complete = state.read(mark, 0) != 1 || mark.get(0) != INCOMPLETE;
            usable = true;
            mark(COMPLETE);
        } catch (OverlappingFileLockException e) {
            problem = "another relay uses " + folder;
            closed = true;
            LOG.warn("events will not survive a restart: {}; give each relay a relay.data of its own", problem);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What the journal held when it was opened, oldest first. Given once, then forgotten. */
    public synchronized List<String> takeTexts() {
        List<String> taken = texts;
        texts = List.of();
        return taken;
    }

    /** Whether, as far as is known, nothing is missing behind the last text of the run before this one. */
    public synchronized boolean wasComplete() {
        return complete;
    }

    /** Appends a text without line feeds. Never fails, see {@link #status()}. */
    public void append(String text) {
        byte[] line = JournalLine.encode(text);
        synchronized (this) {
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
            LOG.warn(
                    "events of this moment may not survive a restart: {}. Clients get them as ever; make room, and it goes"
                            + " on by itself",
                    problem);
        }
        if (usable) {
            try {
                mark(INCOMPLETE);
            } catch (IOException again) {
                LOG.debug("cannot mark the journal as incomplete", again);
            }
        }
    }

    /** One byte that is already there, so that it can be changed on a full disk. */
    private void mark(byte what) throws IOException {
        state.write(ByteBuffer.wrap(new byte[] {what}), 0);
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
                texts = List.of();
            }
            while (usable && !waiting.isEmpty()) {
                write(waiting.peek());
                waitingBytes -= waiting.remove().length;
            }
            if (usable) {
                mark(COMPLETE);
                problem = null;
                LOG.info("events survive a restart again");
            }
        } catch (IOException e) {
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
