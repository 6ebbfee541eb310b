package dev.twitchrelay.routes;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
    private final Map<String, FileStatus> statuses = new TreeMap<>();
    /** Versions that started and then failed. */
    private final Map<String, Problem> failed = new HashMap<>();

    private volatile RouteSet running = RouteSet.EMPTY;

    LiveRoutes(RouteCheck check, RouteTransaction transaction, FirstMessages firstMessages, Clock clock) {
        this.check = check;
        this.transaction = transaction;
        this.firstMessages = firstMessages;
        this.clock = clock;
    }

    /**
     * @param holdSources until its answer is closed, sources keep their connections and messages while their route stops
     * @param settings the value of a placeholder, or null
     * @param rollbackAfter how many first messages of an exchanged route may fail; 0 for any number
     */
    public static LiveRoutes in(
            CamelContext camel,
            Callable<AutoCloseable> holdSources,
            UnaryOperator<String> settings,
            int rollbackAfter,
            Clock clock) {
        ModelCamelContext model = (ModelCamelContext) camel;
        return new LiveRoutes(
                new RouteCheck(camel.getRegistry(), settings),
                new RouteTransaction(model, holdSources),
                new FirstMessages(rollbackAfter),
                clock);
    }

    /** A message has left a route, well or not. */
    void passed(String route, String failure) {
        if (failure == null) {
            firstMessages.passed(route);
        } else {
            firstMessages.failed(route, failure);
        }
    }

    /** The file that a running route stands in. */
    Optional<String> fileOf(String route) {
        return Optional.ofNullable(running.routes().get(route)).map(RouteUnit::file);
    }

    /** How each file is doing, by name. */
    public synchronized List<FileStatus> files() {
        return List.copyOf(statuses.values());
    }

    /** Makes what stands in the folder run, as far as it can. */
    synchronized void take(FolderSnapshot folder) {
        if (folder.names().isEmpty() && !running.files().isEmpty()) {
            LOG.error(
                    "the folder of routes is empty; the routes run on as they are: put the files back, or end the relay");
            return;
        }
        new Takeover(folder).run();
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
                "the route " + unit.id() + " started, but its first " + failure.messages() + " messages failed: "
                        + failure.reason());
        RouteSet back = running.with(unit.file(), earlier);
        try {
            transaction.apply(running, back);
            running = back;
            since.put(unit.file(), clock.instant());
            failed.put(key(bad), problem);
            report(unit.file(), "rolled back", bad.version(), List.of(problem));
        } catch (RejectedFileException e) {
            LOG.error("{}; it cannot be rolled back either: {}", problem, e.getMessage());
        }
    }

    private static String key(RouteFile file) {
        return file.name() + "@" + file.version();
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
        if (!problems.isEmpty() && (before == null || !before.equals(status))) {
            String consequence = runs == null
                    ? "nothing of " + file + " runs"
                    : "version " + runs.version() + " of " + file + " runs on";
            problems.forEach(problem -> LOG.error("{} [{}]", problem, consequence));
        } else if (problems.isEmpty() && (before == null || !before.equals(status))) {
            LOG.info("{} runs in version {}", file, status.version());
        }
    }

    /** One attempt to make a folder run. */
    private final class Takeover {
        private final FolderSnapshot folder;
        private final boolean first = running.files().isEmpty();
        private final Map<String, List<Problem>> problems = new TreeMap<>();
        /** Files that are to change and have not been refused. */
        private final Set<String> candidates = new TreeSet<>();

        private RouteSet wanted = running;

        Takeover(FolderSnapshot folder) {
            this.folder = folder;
        }

        void run() {
            read();
            while (true) {
                List<Problem> found = check.problems(wanted);
                if (found.isEmpty() && !first) {
                    found = Channels.dangling(wanted, running);
                }
                if (found.isEmpty()) {
                    found = swap();
                }
                if (found.isEmpty() || !refuse(found)) {
                    break;
                }
            }
            report();
        }

        private void read() {
            Set<String> names = new TreeSet<>(folder.names());
            names.addAll(running.files().keySet());
            for (String name : names) {
                RouteFile runs = running.files().get(name);
                byte[] bytes = folder.files().get(name);
                try {
                    RouteFile file = !folder.names().contains(name) ? null : readable(name, bytes);
                    if (file != null && failed.containsKey(key(file))) {
                        problems.put(name, List.of(failed.get(key(file))));
                    } else if (file == null || runs == null || !file.version().equals(runs.version())) {
                        candidates.add(name);
                        wanted = wanted.with(name, file);
                    }
                } catch (RejectedFileException e) {
                    problems.put(name, e.problems());
                }
            }
        }

        private static RouteFile readable(String name, byte[] bytes) throws RejectedFileException {
            if (bytes == null) {
                throw new RejectedFileException(
                        new Problem(name, 1, 1, "the file cannot be read: make it readable for the relay"));
            }
            return RouteFile.read(name, bytes);
        }

        private List<Problem> swap() {
            try {
                Set<String> begun = transaction.apply(running, wanted);
                if (!first) {
                    firstMessages.watch(begun, running);
                }
                running = wanted;
                return List.of();
            } catch (RejectedFileException e) {
                return e.problems();
            }
        }

        /** Takes back the files that are to blame: those with problems, or all when the problems are elsewhere. */
        private boolean refuse(List<Problem> found) {
            Set<String> blamed = found.stream().map(Problem::file).collect(Collectors.toCollection(TreeSet::new));
            blamed.retainAll(candidates);
            if (blamed.isEmpty()) {
                blamed.addAll(candidates);
            }
            for (String name : blamed) {
                List<Problem> own = found.stream()
                        .filter(problem -> problem.file().equals(name))
                        .toList();
                problems.put(name, own.isEmpty() ? found : own);
                wanted = wanted.with(name, running.files().get(name));
            }
            candidates.removeAll(blamed);
            if (blamed.isEmpty()) {
                LOG.error("the routes that run have problems: {}", found);
            }
            return !blamed.isEmpty();
        }

        private void report() {
            Set<String> names = new TreeSet<>(folder.names());
            names.addAll(running.files().keySet());
            statuses.keySet().retainAll(names);
            for (String name : names) {
                if (candidates.contains(name)) {
                    since.put(name, clock.instant());
                }
                byte[] bytes = folder.files().get(name);
                List<Problem> own = problems.getOrDefault(name, List.of());
                RouteFile runs = running.files().get(name);
                String state = own.isEmpty()
                        ? "running"
                        : runs == null ? "not running" : failed.containsValue(own.get(0)) ? "rolled back" : "refused";
                LiveRoutes.this.report(name, state, bytes == null ? null : RouteFile.version(bytes), own);
            }
            List<String> gone = candidates.stream()
                    .filter(name -> !running.files().containsKey(name))
                    .toList();
            if (!gone.isEmpty()) {
                LOG.info("deleted, and their routes removed: {}", gone);
            }
            if (first) {
                Channels.dangling(running, RouteSet.EMPTY).forEach(problem -> LOG.error("{}", problem));
            }
        }
    }
}
