package dev.twitchrelay.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A folder of route files, for the commands that read it and do not run it. Immutable. */
public final class RouteFolder {
    /** {@code master:}, or the placeholder for it, may stand in front. */
    private static final Pattern EVENTSUB = Pattern.compile("(\\{\\{[^}]*}}|master:[^:]*:)?twitch-eventsub:");

    /** What stood in front of the address of a leader's route before there was the policy. */
    private static final String OLD_LEADER = "{{cluster.leader}}";

    private final RouteSet readable;
    private final List<Problem> unreadable;
    /** The texts of files that cannot be read as routes. They may hold the route that a step of another file sends to. */
    private final List<String> texts;

    private RouteFolder(RouteSet readable, List<Problem> unreadable, List<String> texts) {
        this.readable = readable;
        this.unreadable = unreadable;
        this.texts = texts;
    }

    /**
     * Reads a folder.
     *
     * @param vocabulary asked for only if a file is Java or XML
     * @throws IOException if the folder does not exist
     */
    public static RouteFolder read(Path folder, Supplier<RouteVocabulary> vocabulary) throws IOException {
        RouteReader reader = new RouteReader(vocabulary);
        RouteSet readable = RouteSet.EMPTY;
        List<Problem> unreadable = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (var entry : FolderSnapshot.of(folder).files().entrySet()) {
            try {
                readable = readable.with(entry.getKey(), reader.read(entry.getKey(), entry.getValue()));
            } catch (RejectedFileException e) {
                unreadable.addAll(e.problems());
                texts.add(entry.getValue() == null ? "" : new String(entry.getValue(), StandardCharsets.UTF_8));
            }
        }
        return new RouteFolder(readable, unreadable, texts);
    }

    /** Every problem, ordered by file and line. */
    public List<Problem> problems(RouteVocabulary vocabulary) {
        List<Problem> problems = new ArrayList<>(unreadable);
        problems.addAll(new RouteCheck(vocabulary).problems(readable));
        RouteNames.dangling(readable, RouteSet.EMPTY).stream()
                .filter(dangling -> texts.stream().noneMatch(text -> text.contains(dangling.channel())))
                .forEach(dangling -> problems.add(dangling.problem()));
        return problems.stream().sorted().distinct().toList();
    }

    /** What works and is better written in another way, ordered by file and line. */
    public List<Problem> notes() {
        return readable.files().values().stream()
                .flatMap(EndpointUse::in)
                .filter(use -> use.receiving() && use.uri().text().startsWith(OLD_LEADER))
                .map(use -> use.uri()
                        .problem("note: '" + OLD_LEADER + "' still works; write "
                                + policy(use.uri().file()) + ", and the address '"
                                + use.uri().text().substring(OLD_LEADER.length()) + "'"))
                .sorted()
                .toList();
    }

    private static String policy(String file) {
        return file.endsWith(".java")
                ? "'.routePolicyRef(\"leader\")' behind 'from(…)'"
                : file.endsWith(".xml")
                        ? "'routePolicyRef=\"leader\"' in '<route>'"
                        : "'routePolicy: leader' under the id of the route";
    }

    /** The parameter {@code types} of every {@code twitch-eventsub:}, as the file has it. */
    public List<String> eventTypes() {
        return readable.files().values().stream()
                .flatMap(file -> file.root().all())
                .filter(node -> node.get("uri").text() != null
                        && EVENTSUB.matcher(node.get("uri").text()).lookingAt())
                .map(node -> node.get("parameters").get("types").text())
                .filter(types -> types != null)
                .toList();
    }

    /** The number of files, and the number of routes in them, in words. */
    public String size() {
        return readable.files().size() + " files, "
                + readable.units(RouteUnit.Kind.ROUTE).size() + " routes";
    }

    RouteSet routes() {
        return readable;
    }

    public boolean isEmpty() {
        return readable.files().isEmpty() && unreadable.isEmpty();
    }
}
