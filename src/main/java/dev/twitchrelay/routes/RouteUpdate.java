package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One attempt of {@link LiveRoutes} to run the files of a folder. It runs as many changed files as it can. A file that
 * has problems, or that would break other files, stays as it ran before. Used once, by one thread.
 */
final class RouteUpdate {
    private final FolderSnapshot folder;
    private final RouteSet running;
    private final Map<String, List<Problem>> problems = new TreeMap<>();
    /** Changed files that have not been refused. */
    private final Set<String> candidates = new TreeSet<>();

    private RouteSet wanted;
    /** At the start no route runs that could suffer, so the first attempt saves the time of a dry run. */
    private boolean dryRun;

    /** @param failed versions that started and then failed, by {@link RouteFile#key()}; they are refused */
    RouteUpdate(FolderSnapshot folder, RouteSet running, Map<String, Problem> failed, RouteReader reader) {
        this.folder = folder;
        this.running = running;
        this.wanted = running;
        this.dryRun = !running.files().isEmpty();
        Set<String> names = new TreeSet<>(folder.names());
        names.addAll(running.files().keySet());
        names.forEach(name -> read(name, failed, reader));
    }

    private void read(String name, Map<String, Problem> failed, RouteReader reader) {
        RouteFile runs = running.files().get(name);
        if (runs != null && runs.version().equals(folder.version(name))) {
            return; // reading a file in Java means to compile it
        }
        try {
            RouteFile file = folder.names().contains(name)
                    ? reader.read(name, folder.files().get(name))
                    : null;
            if (file != null && failed.containsKey(file.key())) {
                problems.put(name, List.of(failed.get(file.key())));
            } else {
                candidates.add(name);
                wanted = wanted.with(name, file);
            }
        } catch (RejectedFileException e) {
            problems.put(name, e.problems());
        }
    }

    /** Exchanges the routes, and returns the set that runs afterwards. */
    RouteSet run(RouteCheck check, RouteTransaction transaction) {
        while (true) {
            rehearse(check);
            try {
                transaction.apply(running, wanted);
                return wanted;
            } catch (RejectedFileException e) {
                if (!dryRun) {
                    dryRun = true;
                } else if (candidates.isEmpty()) {
                    return running;
                } else {
                    refuse(byFile(e.problems()));
                }
            }
        }
    }

    /** Checks the changed files, and refuses files until the others have no problem. */
    void rehearse(RouteCheck check) {
        for (Map<String, List<Problem>> found = blamed(check); !found.isEmpty(); found = blamed(check)) {
            refuse(found);
        }
    }

    /** The problems of the wanted set, by the file that causes them. */
    private Map<String, List<Problem>> blamed(RouteCheck check) {
        if (candidates.isEmpty()) {
            return Map.of();
        }
        List<Problem> found = check.problems(wanted, this::ownsItsName, dryRun);
        if (!found.isEmpty() || running.files().isEmpty()) {
            return byFile(found);
        }
        Map<String, List<Problem>> blamed = new TreeMap<>();
        RouteNames.dangling(wanted, running)
                .forEach(dangling -> blamed.computeIfAbsent(dangling.blamed(), file -> new ArrayList<>())
                        .add(dangling.problem()));
        return blamed;
    }

    /** An entry owns its name if it ran with this name before or, at the start, if its file has this name. */
    private boolean ownsItsName(RouteUnit unit) {
        return running.files().isEmpty()
                ? unit.file().replaceFirst("^.*/", "").replaceFirst("\\..*", "").equals(unit.id())
                : running.units()
                        .anyMatch(runs -> runs.kind() == unit.kind()
                                && runs.file().equals(unit.file())
                                && Objects.equals(runs.id(), unit.id())
                                && Objects.equals(runs.from(), unit.from()));
    }

    private static Map<String, List<Problem>> byFile(List<Problem> problems) {
        Map<String, List<Problem>> byFile = new TreeMap<>();
        problems.forEach(problem -> byFile.computeIfAbsent(problem.file(), file -> new ArrayList<>())
                .add(problem));
        return byFile;
    }

    /** Refuses the changed files that have problems, or all changed files if only unchanged files have problems. */
    private void refuse(Map<String, List<Problem>> found) {
        Set<String> refused = new TreeSet<>(found.keySet());
        refused.retainAll(candidates);
        List<Problem> all = found.values().stream().flatMap(List::stream).toList();
        for (String name : refused.isEmpty() ? Set.copyOf(candidates) : refused) {
            problems.put(name, found.getOrDefault(name, all));
            wanted = wanted.with(name, running.files().get(name));
            candidates.remove(name);
        }
    }

    /** The problems of a file; empty for a file that runs as the folder has it. */
    List<Problem> problems(String name) {
        return problems.getOrDefault(name, List.of());
    }

    /** The files that do not run as the folder has them, because they have problems. */
    Set<String> refused() {
        return problems.keySet();
    }

    /** The changed files that have not been refused: after {@link #run} they run as the folder has them. */
    Set<String> taken() {
        return candidates;
    }
}
