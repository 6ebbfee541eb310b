package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Daemons;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folder of routes on a thread of its own, and gives each change to {@link LiveRoutes}. It waits until the
 * folder stays the same for a moment, because a program may still be writing a file. It compares contents, because file
 * systems do not report every change, such as the swap of a ConfigMap. Thread-safe.
 */
public final class RouteFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Path folder;
    private final LiveRoutes routes;
    private final ScheduledExecutorService watch = Daemons.timer("route-files");
    private final BooleanSupplier locked;

    /** The folder at the last look. */
    private FolderSnapshot latest;
    /** The folder as the routes run it, apart from refused files. */
    private FolderSnapshot taken;
    /** The folder as it was checked last while changes had to wait. */
    private FolderSnapshot staged;

    private volatile boolean applyNow;
    private boolean unreadable;

    /** @param locked whether changes have to wait at the moment; until then they are checked only */
    public RouteFiles(Path folder, LiveRoutes routes, BooleanSupplier locked) {
        this.folder = folder;
        this.routes = routes;
        this.locked = locked;
    }

    /**
     * Loads the routes and begins to watch.
     *
     * @throws IOException if the folder cannot be read
     */
    public void start() throws IOException {
        taken = FolderSnapshot.of(folder);
        latest = taken;
        routes.take(taken);
        watch.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            FolderSnapshot now = FolderSnapshot.of(folder);
            boolean settled = now.equals(latest);
            latest = now;
            unreadable = false;
            if (settled && !now.equals(taken)) {
                change(now);
            }
            routes.rollBackFailing();
        } catch (IOException e) {
            if (!unreadable) {
                unreadable = true;
                LOG.error("the folder {} cannot be read ({}); the routes run on as they are", folder, e.toString());
            }
        } catch (RuntimeException e) {
            LOG.error("a change of the route files could not be taken over; the routes run on as they are", e);
        }
    }

    private void change(FolderSnapshot now) {
        if (!locked.getAsBoolean() || applyNow) {
            taken = now;
            staged = null;
            applyNow = false;
            routes.take(now);
        } else if (!now.equals(staged)) {
            staged = now;
            routes.stage(now);
        }
    }

    /** Takes over the changes that wait. */
    public void applyNow() {
        applyNow = true;
    }

    /**
     * Adds event types of Twitch to {@code eventsub.camel.yaml}. The watch then takes the file over as any other edit. Two
     * requests at the same time write one after the other, so that the file has the types of both.
     *
     * @throws IllegalArgumentException if it cannot be done, with the reason
     * @throws IOException if the file cannot be read or written; then it is as before
     */
    public synchronized void addEventTypes(List<String> types) throws IOException {
        EventTypeList.add(folder, types);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
