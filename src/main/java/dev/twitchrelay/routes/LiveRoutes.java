package dev.twitchrelay.routes;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run. It takes over new versions of files that pass the check and start; of every other file the last
 * good version runs on. {@link RouteFiles} calls it on its thread, the status is read on any thread. Thread-safe.
 */
public final class LiveRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    /**
     * The status of one route file.
     *
     * @param file relative to the folder of routes
     * @param state {@code running}; {@code staged}: the new version is right, and waits until the stream is offline;
     *     {@code refused}: the new version has problems, and an older version runs; {@code rolled back}: the new
     *     version started and then failed, and an older version runs; {@code not running}: the only version has
     *     problems
     * @param version of the text that runs, or null
     * @param since the time from which this version runs, or null
     * @param found the version in the folder; null if the file is not there or cannot be read
     * @param problems each as {@code file:line:column: message}
     */
    public record FileStatus(
            String file, String state, String version, Instant since, String found, List<String> problems) {}

    private final RouteReader reader;
    private final RouteCheck check;
    private final RouteTransaction transaction;
    private final FirstMessages firstMessages;
    private final Clock clock;

    private final Map<String, FileStatus> statuses = new ConcurrentSkipListMap<>();
    /** Versions that started and then failed, by {@link RouteFile#key()}. */
    private final Map<String, Problem> failed = new HashMap<>();

    private boolean started;
    private volatile RouteSet running = RouteSet.EMPTY;

    /**
     * @param holdSources until its result is closed, sources keep their connections and messages while their routes
     *     stop
     * @param vocabulary the names that routes may use, which {@code camel} knows already
     * @param rollbackAfter an exchanged route is rolled back when so many of its first messages fail; 0 for never
     */
    public LiveRoutes(
            CamelContext camel,
            Callable<AutoCloseable> holdSources,
            RouteVocabulary vocabulary,
            int rollbackAfter,
            Clock clock) {
        this.reader = new RouteReader(() -> vocabulary);
        this.check = new RouteCheck(vocabulary);
        this.transaction = new RouteTransaction((ModelCamelContext) camel, holdSources);
        this.firstMessages = new FirstMessages(rollbackAfter);
        this.clock = clock;
    }

    /**
     * A message has left a route.
     *
     * @param failure the reason why it failed, or null
     */
    void passed(String route, String failure) {
        firstMessages.passed(route, failure);
    }

    /** Whether routes may be missing at this moment, because edited ones take their places. Never waits. */
    public boolean isExchanging() {
        return transaction.isExchanging();
    }

    /** The file of a running route. */
    Optional<String> fileOf(String route) {
        return Optional.ofNullable(running.routes().get(route)).map(RouteUnit::file);
    }

    /** The status of each file, by name. Never waits for an exchange. */
    public List<FileStatus> files() {
        return List.copyOf(statuses.values());
    }

    /** Runs the files of a folder, as many of them as possible. */
    synchronized void take(FolderSnapshot folder) {
        if (folder.names().isEmpty() && !running.files().isEmpty()) {
            LOG.error(
                    "the folder of routes is empty; the routes run on as they are: put the files back, or end the relay");
            return;
        }
        RouteSet before = running;
        RouteUpdate update = new RouteUpdate(folder, before, failed, reader);
        running = update.run(check, transaction);
        if (started) {
            firstMessages.watch(running.changedFrom(before), before);
        }
        report(folder, update);
        if (!started) {
            started = true;
            LOG.info(
                    "{} route files run: {}",
                    running.files().size(),
                    running.routes().keySet());
            RouteNames.dangling(running, RouteSet.EMPTY).forEach(dangling -> LOG.error("{}", dangling.problem()));
        }
    }

    /** Checks the files of a folder, and does not run them. */
    synchronized void stage(FolderSnapshot folder) {
        RouteUpdate update = new RouteUpdate(folder, running, failed, reader);
        update.rehearse(check);
        update.taken().forEach(name -> report(name, "staged", folder.version(name), List.of()));
        update.refused().forEach(name -> report(name, "refused", folder.version(name), update.problems(name)));
        LOG.info("on air: {} wait until the stream is offline, or for POST /api/routes/apply", update.taken());
    }

    /** Replaces each route whose first messages fail by its version before. */
    synchronized void rollBackFailing() {
        firstMessages.failing().forEach(this::rollBack);
    }

    private void rollBack(FirstMessages.Watched route) {
        RouteUnit unit = running.routes().get(route.route());
        RouteFile earlier = unit == null ? null : route.before().files().get(unit.file());
        if (earlier == null) {
            return;
        }
        RouteFile bad = running.files().get(unit.file());
        Problem problem = unit.problem("the route " + unit.id() + " started, but " + route.failed() + " of its first "
                + route.messages() + " messages failed: " + route.reason());
        RouteSet back = running.with(unit.file(), earlier);
        try {
            transaction.apply(running, back);
            running = back;
            failed.put(bad.key(), problem);
            report(unit.file(), "rolled back", bad.version(), List.of(problem));
        } catch (RejectedFileException e) {
            LOG.error("{}; it cannot be rolled back either: {}", problem, e.getMessage());
        }
    }

    private void report(FolderSnapshot folder, RouteUpdate update) {
        Set<String> names = new TreeSet<>(folder.names());
        names.addAll(running.files().keySet());
        statuses.keySet().retainAll(names);
        for (String name : names) {
            List<Problem> problems = update.problems(name);
            String state = problems.isEmpty()
                    ? "running"
                    : !running.files().containsKey(name)
                            ? "not running"
                            : failed.containsValue(problems.get(0)) ? "rolled back" : "refused";
            report(name, state, folder.version(name), problems);
        }
        List<String> deleted = update.taken().stream()
                .filter(name -> !running.files().containsKey(name))
                .toList();
        if (!deleted.isEmpty()) {
            LOG.info("files are deleted, and their routes have ended: {}", deleted);
        }
    }

    private void report(String file, String state, String found, List<Problem> problems) {
        RouteFile runs = running.files().get(file);
        String version = runs == null ? null : runs.version();
        FileStatus before = statuses.get(file);
        Instant since = before != null && Objects.equals(before.version(), version) ? before.since() : clock.instant();
        FileStatus status = new FileStatus(
                file,
                state,
                version,
                runs == null ? null : since,
                found,
                problems.stream().map(Problem::toString).toList());
        statuses.put(file, status);
        if (!problems.isEmpty()) {
            String consequence =
                    runs == null ? "nothing of " + file + " runs" : "version " + version + " of " + file + " runs on";
            status.problems().stream()
                    .filter(problem -> before == null || !before.problems().contains(problem))
                    .forEach(problem -> LOG.error("{} [{}]", problem, consequence));
        } else if (started && !status.equals(before)) {
            LOG.info("{} {} in version {}", file, state.equals("staged") ? "still runs" : "runs", version);
        }
    }

    /**
     * Counts failures of the first messages of routes that have just been exchanged. A route that fails on several of
     * them is worse than the version before. Routes report messages on their threads. Thread-safe.
     */
    private static final class FirstMessages {
        private static final int WATCHED_FOR_EACH = 10;

        /**
         * A route under watch.
         *
         * @param before the routes that ran before the exchange
         * @param reason of the latest failure, or null
         */
        record Watched(String route, RouteSet before, int messages, int failed, String reason) {
            Watched after(String failure) {
                return failure == null
                        ? new Watched(route, before, messages + 1, failed, reason)
                        : new Watched(route, before, messages + 1, failed + 1, failure);
            }
        }

        private final int most;
        private final Map<String, Watched> watched = new ConcurrentHashMap<>();

        /** @param most so many failures among ten times as many first messages are too many; 0 watches no route */
        FirstMessages(int most) {
            this.most = most;
        }

        void watch(Set<String> routes, RouteSet before) {
            if (most > 0) {
                routes.forEach(route -> watched.put(route, new Watched(route, before, 0, 0, null)));
            }
        }

        /**
         * A message has left a route.
         *
         * @param failure the reason why it failed, or null
         */
        void passed(String route, String failure) {
            if (!watched.isEmpty()) {
                watched.computeIfPresent(route, (id, soFar) -> {
                    Watched now = soFar.after(failure);
                    return now.failed() < most && now.messages() >= most * WATCHED_FOR_EACH ? null : now;
                });
            }
        }

        /** Ends the watch of the routes that fail, and returns them. */
        List<Watched> failing() {
            List<Watched> failing = new ArrayList<>();
            watched.values().forEach(route -> {
                if (route.failed() >= most && watched.remove(route.route()) != null) {
                    failing.add(route);
                }
            });
            return failing;
        }
    }
}
