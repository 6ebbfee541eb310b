package dev.twitchrelay.kit;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where small files are kept, also when they cannot be written now: because the disk is full or read-only, for example. What
 * could not be written is tried again, with growing pauses, until it is there or the relay ends; until then it is a
 * {@linkplain #problems() problem} that people are shown. Callers go on as if it had been written. Thread-safe.
 */
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final int LAST_TRIES = 5;
    private static final long LAST_PAUSE_NANOS = 100_000_000;

    /** Writes the newest content of one file. */
    @FunctionalInterface
    public interface Writing {
        void write() throws IOException;
    }

    /**
     * Something that is not on the disk yet.
     *
     * @param file the file, or the folder, whose newest content is in memory only
     * @param problem why
     * @param since when it was to be written first
     */
    public record Problem(String file, String problem, Instant since) {}

    private record Pending(Writing writing, Problem problem) {}

    private final Disk disk;
    /**
     * One for each file, held while it is written. No lock that a {@link Writing} takes may be held by whoever calls {@link
     * #write} or {@link #keep}.
     */
    private final Map<Path, Object> locks = new ConcurrentHashMap<>();

    private final Map<Path, Pending> pending = new TreeMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private Backoff pause = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private boolean scheduled;
    private boolean told;
    private boolean closed;
    private final EveryMinute line = new EveryMinute();

    public Storage(Disk disk) {
        this.disk = disk;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "storage");
            thread.setDaemon(true);
            return thread;
        });
        this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public Disk disk() {
        return disk;
    }

    /**
     * Replaces a file as a whole, now or later; of several contents the newest counts.
     *
     * @param force as in {@link Disk#replaceWith}
     */
    public void keep(Path file, byte[] content, boolean force) {
        write(file, () -> disk.replaceWith(file, content, force));
    }

    /** Writes now or later; the newest writing of a file takes the place of those before it. */
    public void write(Path file, Writing writing) {
        synchronized (lock(file)) {
            try {
                writing.write();
                written(file, null);
            } catch (IOException e) {
                later(file, e, writing);
            }
        }
    }

    /**
     * The newest content of a file could not be written just now, and is written later, on a thread of its own. After the end
     * there is no later: it is lost, and told.
     *
     * @param writing may take the lock that the caller holds now
     */
    public synchronized void later(Path file, IOException why, Writing writing) {
        Pending before = pending.get(file);
        Instant since = before == null ? Instant.now() : before.problem().since();
        Problem problem = new Problem(file.toString(), reason(why), since);
        pending.put(file, new Pending(writing, problem));
        if (closed) {
            if (before == null) {
                tellLost(problem);
            }
            return;
        }
        // an interrupt says nothing of the disk
        if (!(why instanceof ClosedByInterruptException)) {
            tell();
        }
        schedule();
    }

    /** What is in memory only, in the order of its names. */
    public synchronized List<Problem> problems() {
        return pending.values().stream().map(Pending::problem).toList();
    }

    /** Tries what is pending for half a second more; what cannot be written even then is lost, and told. */
    @Override
    public void close() {
        timer.shutdownNow();
        // a lock of another process or thread that is in the way is soon gone
        for (int tries = 1; tries <= LAST_TRIES; tries++) {
            tryAll();
            if (problems().isEmpty()) {
                break;
            }
            LockSupport.parkNanos(LAST_PAUSE_NANOS);
        }
        synchronized (this) {
            closed = true;
            problems().forEach(Storage::tellLost);
        }
    }

    private static void tellLost(Problem lost) {
        LOG.error(
                "{} could not be written up to the end ({}): what was to be in it is lost",
                lost.file(),
                lost.problem());
    }

    private Object lock(Path file) {
        return locks.computeIfAbsent(file, any -> new Object());
    }

    /** The system's words, without the file's name, which stands beside them. */
    private static String reason(IOException why) {
        String text = why instanceof FileSystemException system ? system.getReason() : why.getMessage();
        return text == null ? why.getClass().getSimpleName() : text;
    }

    /** @param only what has been written, or null for whatever is pending; something newer stays */
    @SuppressWarnings("ReferenceEquality") // the same text may have been written again meanwhile
    private synchronized void written(Path file, Pending only) {
        if (only != null && pending.get(file) != only) {
            return;
        }
        if (pending.remove(file) != null && pending.isEmpty()) {
            pause = pause.reset();
            if (told) {
                told = false;
                LOG.info("everything is written again");
            }
        }
    }

    private void tell() {
        if (!line.isDue()) {
            return;
        }
        told = true;
        Problem one = pending.values().iterator().next().problem();
        LOG.warn(
                "{} cannot be written ({}){}: it is kept in memory, and written as soon as that is possible; make room there,"
                        + " or make it writable",
                one.file(),
                one.problem(),
                pending.size() == 1 ? "" : ", nor can " + (pending.size() - 1) + " others");
    }

    private void schedule() {
        if (!scheduled && !timer.isShutdown()) {
            scheduled = true;
            timer.schedule(this::tend, pause.delay().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tend() {
        tryAll();
        synchronized (this) {
            scheduled = false;
            if (!pending.isEmpty()) {
                pause = pause.failed();
                tell();
                schedule();
            }
        }
    }

    private void tryAll() {
        List<Path> files;
        synchronized (this) {
            files = List.copyOf(pending.keySet());
        }
        files.forEach(this::tryAgain);
    }

    private void tryAgain(Path file) {
        synchronized (lock(file)) {
            Pending latest;
            synchronized (this) {
                latest = pending.get(file);
            }
            if (latest == null) {
                return;
            }
            try {
                latest.writing().write();
                written(file, latest);
            } catch (IOException e) {
                LOG.debug("{} still cannot be written", file, e);
            } catch (RuntimeException e) {
                // thrown on, it would end the timer without a word
                LOG.error("{} cannot be written", file, e);
            }
        }
    }
}
