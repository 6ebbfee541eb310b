package dev.twitchrelay.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folder of routes and gives what stands there to {@link LiveRoutes}, whenever it has changed and then stayed
 * the same for a moment, so that a file which is just being written is left alone. It compares contents: file systems do
 * not tell of everything, such as the swap of a ConfigMap. Thread-safe.
 */
public final class RouteFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Path folder;
    private final LiveRoutes routes;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "route-files");
        thread.setDaemon(true);
        return thread;
    });

    private FolderSnapshot latest;
    private FolderSnapshot taken;
    private boolean unreadable;

    public RouteFiles(Path folder, LiveRoutes routes) {
        this.folder = folder;
        this.routes = routes;
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
                taken = now;
                routes.take(now);
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

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
