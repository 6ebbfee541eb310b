package dev.twitchrelay.routes;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run. Takes over new versions of files that pass the check and start; of all others the last good version
 * runs on. Thread-safe.
 */
public final class LiveRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final RouteCheck check;
    private final RouteTransaction transaction;
    private final FirstMessages firstMessages;
    private final Clock clock;

    private final Map<String, Instant> since = new HashMap<>();
    private final Map<String, FileStatus> statuses = new ConcurrentSkipListMap<>();
    /** Versions that started and then failed. */
    private final Map<String, Problem> failed = new HashMap<>();

    private boolean started;
    private volatile RouteSet running = RouteSet.EMPTY;

    LiveRoutes(RouteCheck check, RouteTransaction transaction, FirstMessages firstMessages, Clock clock) {
        this.check = check;
        this.transaction = transaction;
        this.firstMessages = firstMessages;
        this.clock = clock;
    }

    /**
     * @param holdSources until its answer is closed, sources keep their connections and messages while their route stops
     * @param vocabulary what the routes may name, as {@code camel} knows it
     * @param rollbackAfter how many first messages of an exchanged route may fail; 0 for any number
     */
    public static LiveRoutes in(
            CamelContext camel,
            Callable<AutoCloseable> holdSources,
            RouteVocabulary vocabulary,
            int rollbackAfter,
            Clock clock) {
        ModelCamelContext model = (ModelCamelContext) camel;
        return new LiveRoutes(
                new RouteCheck(vocabulary),
                new RouteTransaction(model, holdSources),
                new FirstMessages(rollbackAfter),
                clock);
    }

    /**
     * A message has left a route.
     *
     * @param failure why it failed, or null
     */
    void passed(String route, String failure) {
        firstMessages.seen(route, failure);
    }

    /** The file that a running route stands in. */
    Optional<String> fileOf(String route) {
        return Optional.ofNullable(running.routes().get(route)).map(RouteUnit::file);
    }

    /** How each file is doing, by name. Waits for nothing. */
    public List<FileStatus> files() {
        return List.copyOf(statuses.values());
    }

    /** Makes what stands in the folder run, as far as it can. */
    synchronized void take(FolderSnapshot folder) {
        if (folder.names().isEmpty() && !running.files().isEmpty()) {
            LOG.error(
                    "the folder of routes is empty; the routes run on as they are: put the files back, or end the relay");
            return;
        }
        RouteSet before = running;
        Takeover takeover = new Takeover(folder, before, failed);
        running = takeover.run(check, transaction);
        if (started) {
            firstMessages.watch(running.changedFrom(before), before);
        }
        report(folder, takeover);
        if (!started) {
            started = true;
            LOG.info(
                    "{} route files run: {}",
                    running.files().size(),
                    running.routes().keySet());
            Channels.dangling(running, RouteSet.EMPTY).forEach(dangling -> LOG.error("{}", dangling.problem()));
        }
    }

    /** Checks what stands in the folder, and says what it would do. */
    synchronized void stage(FolderSnapshot folder) {
        Takeover takeover = new Takeover(folder, running, failed);
        takeover.rehearse(check);
        for (String name : takeover.taken()) {
            byte[] bytes = folder.files().get(name);
            report(name, "staged", bytes == null ? null : RouteFile.version(bytes), List.of());
        }
        takeover.refused().forEach(name -> {
            byte[] bytes = folder.files().get(name);
            report(name, "refused", bytes == null ? null : RouteFile.version(bytes), takeover.problems(name));
        });
        LOG.info("on air: {} wait until the stream is offline, or for POST /api/routes/apply", takeover.taken());
    }

    /** Puts the version before in the place of one whose first messages failed. */
    synchronized void rollBackFailing() {
        firstMessages.failing().forEach(this::rollBack);
    }

    private void rollBack(FirstMessages.Failure failure) {
        RouteUnit unit = running.routes().get(failure.route());
        RouteFile earlier = unit == null ? null : failure.before().files().get(unit.file());
        if (earlier == null) {
            return;
        }
        RouteFile bad = running.files().get(unit.file());
        Problem problem = new Problem(
                unit.file(),
                unit.line(),
                unit.column(),
                "the route " + unit.id() + " started, but " + failure.messages() + " of its first " + failure.seen()
                        + " messages failed: "
                        + failure.reason());
        RouteSet back = running.with(unit.file(), earlier);
        try {
            transaction.apply(running, back);
            running = back;
            since.put(unit.file(), clock.instant());
            failed.put(bad.key(), problem);
            report(unit.file(), "rolled back", bad.version(), List.of(problem));
        } catch (RejectedFileException e) {
            LOG.error("{}; it cannot be rolled back either: {}", problem, e.getMessage());
        }
    }

    private void report(FolderSnapshot folder, Takeover takeover) {
        Set<String> names = new TreeSet<>(folder.names());
        names.addAll(running.files().keySet());
        statuses.keySet().retainAll(names);
        for (String name : names) {
            if (takeover.taken().contains(name)) {
                since.put(name, clock.instant());
            }
            byte[] bytes = folder.files().get(name);
            List<Problem> problems = takeover.problems(name);
            String state = problems.isEmpty()
                    ? "running"
                    : !running.files().containsKey(name)
                            ? "not running"
                            : failed.containsValue(problems.get(0)) ? "rolled back" : "refused";
            report(name, state, bytes == null ? null : RouteFile.version(bytes), problems);
        }
        List<String> gone = takeover.taken().stream()
                .filter(name -> !running.files().containsKey(name))
                .toList();
        if (!gone.isEmpty()) {
            LOG.info("deleted, and their routes ended: {}", gone);
        }
    }

    private void report(String file, String state, String found, List<Problem> problems) {
        RouteFile runs = running.files().get(file);
        FileStatus status = new FileStatus(
                file,
                state,
                runs == null ? null : runs.version(),
                runs == null ? null : since.get(file),
                found,
                problems.stream().map(Problem::toString).toList());
        FileStatus before = statuses.put(file, status);
        if (!problems.isEmpty()) {
            String consequence = runs == null
                    ? "nothing of " + file + " runs"
                    : "version " + runs.version() + " of " + file + " runs on";
            status.problems().stream()
                    .filter(problem -> before == null || !before.problems().contains(problem))
                    .forEach(problem -> LOG.error("{} [{}]", problem, consequence));
        } else if (started && !status.equals(before)) {
            LOG.info("{} {} in version {}", file, state.equals("staged") ? "still runs" : "runs", status.version());
        }
    }
}
