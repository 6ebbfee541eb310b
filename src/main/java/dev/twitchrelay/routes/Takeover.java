package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One attempt to make a folder run, as far as it can: files with problems, and files that would break others, stay as they
 * were. Used once.
 */
final class Takeover {
    private final FolderSnapshot folder;
    private final RouteSet running;
    private final Map<String, List<Problem>> problems = new TreeMap<>();
    /** Files that are to change and have not been refused. */
    private final Set<String> candidates = new TreeSet<>();

    private RouteSet wanted;
    /** When nothing runs yet, nothing can be harmed, and the start is its own dry run. */
    private boolean dryRun;

    /** @param barred versions that have failed, with the reason; the key is {@link RouteFile#key()} */
    Takeover(FolderSnapshot folder, RouteSet running, Map<String, Problem> barred) {
        this.folder = folder;
        this.running = running;
        this.wanted = running;
        this.dryRun = !running.files().isEmpty();
        Set<String> names = new TreeSet<>(folder.names());
        names.addAll(running.files().keySet());
        names.forEach(name -> read(name, barred));
    }

    private void read(String name, Map<String, Problem> barred) {
        try {
            RouteFile file = folder.names().contains(name)
                    ? RouteFile.read(name, folder.files().get(name))
                    : null;
            RouteFile runs = running.files().get(name);
            if (file != null && barred.containsKey(file.key())) {
                problems.put(name, List.of(barred.get(file.key())));
            } else if (file == null || runs == null || !file.version().equals(runs.version())) {
                candidates.add(name);
                wanted = wanted.with(name, file);
            }
        } catch (RejectedFileException e) {
            problems.put(name, e.problems());
        }
    }

    /** The set that runs in the end. */
    RouteSet run(RouteCheck check, RouteTransaction transaction) {
        while (true) {
            Map<String, List<Problem>> found = blamed(check);
            if (found.isEmpty()) {
                try {
                    transaction.apply(running, wanted);
                    return wanted;
                } catch (RejectedFileException e) {
                    if (!dryRun) {
                        dryRun = true;
                        continue;
                    }
                    found = byFile(e.problems());
                }
            }
            if (candidates.isEmpty()) {
                // what runs has a problem that is not of these files; it runs nevertheless
                return running;
            }
            refuse(found);
        }
    }

    /** Only checks, and refuses what {@link #run} would refuse before it swaps. */
    void rehearse(RouteCheck check) {
        for (Map<String, List<Problem>> found = blamed(check); !found.isEmpty(); found = blamed(check)) {
            refuse(found);
        }
    }

    /** What speaks against the wanted set, by the file that is to blame. */
    private Map<String, List<Problem>> blamed(RouteCheck check) {
        if (candidates.isEmpty()) {
            return Map.of();
        }
        List<Problem> found = check.problems(wanted, this::wasThereFirst, dryRun);
        if (!found.isEmpty() || running.files().isEmpty()) {
            return byFile(found);
        }
        Map<String, List<Problem>> blamed = new TreeMap<>();
        Channels.dangling(wanted, running)
                .forEach(dangling -> blamed.computeIfAbsent(dangling.blamed(), file -> new ArrayList<>())
                        .add(dangling.problem()));
        return blamed;
    }

    /** Whether a name that two entries claim is this one's: it ran before or, at the start, its file is named after it. */
    private boolean wasThereFirst(RouteUnit unit) {
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

    /** Takes back the files that are to blame; all, when only files have problems that did not change. */
    private void refuse(Map<String, List<Problem>> found) {
        Set<String> blamed = new TreeSet<>(found.keySet());
        blamed.retainAll(candidates);
        List<Problem> all = found.values().stream().flatMap(List::stream).toList();
        for (String name : blamed.isEmpty() ? Set.copyOf(candidates) : blamed) {
            problems.put(name, found.getOrDefault(name, all));
            wanted = wanted.with(name, running.files().get(name));
            candidates.remove(name);
        }
    }

    /** What is wrong with a file; empty when it runs as it stands in the folder. */
    List<Problem> problems(String name) {
        return problems.getOrDefault(name, List.of());
    }

    /** Files that do not run as they stand in the folder, because of their problems. */
    Set<String> refused() {
        return problems.keySet();
    }

    /** Files that now run as they stand in the folder, and did not before. */
    Set<String> taken() {
        return candidates;
    }
}
