package dev.twitchrelay.kit;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes small files, now or later: when the disk is full or read-only, for example, it tries again with growing
 * pauses, until the file is written or the relay ends. Until then, the status shows the file as a {@linkplain
 * #problems() problem}. Callers go on as if the file were written. Thread-safe.
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
     * A file that is not on the disk yet.
     *
     * @param file the file, or the folder, whose newest content is in memory only
     * @param problem the reason
     * @param since the time of the first attempt
     */
    public record Problem(String file, String problem, Instant since) {}

    private record Pending(Writing writing, Problem problem) {}

    private final Disk disk;
    /**
     * One lock for each file, held while the file is written. A {@link Writing} may take locks, too. A caller of
     * {@link #write} or {@link #keep} must not hold them.
     */
    private final Map<Path, Object> locks = new ConcurrentHashMap<>();

    private final Map<Path, Pending> pending = new TreeMap<>();
    private final ScheduledExecutorService timer = Daemons.timer("storage");
    private Backoff pause = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private boolean scheduled;
    private boolean told;
    private boolean closed;
    private final EveryMinute line = new EveryMinute();

    public Storage(Disk disk) {
        this.disk = disk;
    }

    public Disk disk() {
        return disk;
    }

    /**
     * Reads a JSON file that the relay has written. A file that cannot be read is renamed, and the log tells it.
     *
     * @param most the most bytes
     * @param isWhole false if a part of the content is missing
     * @param consequence what the relay does not know then, as a part of a sentence
     * @return empty when there is no such file, or when it cannot be read
     */
    public static <T> Optional<T> read(
            Path file, int most, ObjectReader reader, Predicate<T> isWhole, String consequence) {
        try {
            T content = reader.readValue(Disk.read(file, most));
            if (content == null || !isWhole.test(content)) {
                throw new IOException("a part is missing");
            }
            return Optional.of(content);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            setAside(file);
            LOG.warn(
                    "{} cannot be read and was renamed, so {}: {}",
                    file,
                    consequence,
                    Failures.text(e).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    private static void setAside(Path file) {
        try {
            Disk.setAside(file);
        } catch (IOException e) {
            LOG.debug("setting {} aside", file, e);
        }
    }

    /**
     * Replaces a file as a whole, now or later. Of several contents, only the newest is written.
     *
     * @param force as in {@link Disk#replaceWith}
     */
    public void keep(Path file, byte[] content, boolean force) {
        write(file, () -> disk.replaceWith(file, content, force));
    }

    /** Writes now or later. The newest writing of a file replaces the earlier ones. */
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
     * Notes that the newest content of a file could not be written, and writes it later, on a thread of its own.
     * After {@link #close}, the content is lost, and the log says so.
     *
     * @param writing may take a lock that the caller holds now
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
        // an interrupt is no fault of the disk
        if (!(why instanceof ClosedByInterruptException)) {
            tell();
        }
        schedule();
    }

    /** The files that are in memory only, in the order of their names. */
    public synchronized List<Problem> problems() {
        return pending.values().stream().map(Pending::problem).toList();
    }

    /** Tries for half a second more. Files that cannot be written then are lost, and the log says so. */
    @Override
    public void close() {
        timer.shutdownNow();
        // another process or thread may hold a lock for a moment
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
                "{} could not be written before the end ({}): its newest content is lost", lost.file(), lost.problem());
    }

    private Object lock(Path file) {
        return locks.computeIfAbsent(file, any -> new Object());
    }

    /** The system's reason, without the file's name, because the message has the name already. */
    private static String reason(IOException why) {
        String text = why instanceof FileSystemException system ? system.getReason() : why.getMessage();
        return text == null ? why.getClass().getSimpleName() : text;
    }

    /** @param only the writing that is done, or null for any; a newer writing stays */
    @SuppressWarnings("ReferenceEquality") // a newer writing may have the same content
    private synchronized void written(Path file, Pending only) {
        if (only != null && pending.get(file) != only) {
            return;
        }
        if (pending.remove(file) != null && pending.isEmpty()) {
            pause = pause.reset();
            if (told) {
                told = false;
                LOG.info("all files are written again");
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
                "{} cannot be written ({}){}; the relay keeps its content in memory and tries again: make room there,"
                        + " or make it writable",
                one.file(),
                one.problem(),
                pending.size() == 1 ? "" : ", and " + (pending.size() - 1) + " others");
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
                // the timer would end without a word if this were thrown
                LOG.error("{} cannot be written", file, e);
            }
        }
    }
}
