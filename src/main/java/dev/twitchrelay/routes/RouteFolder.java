package dev.twitchrelay.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A folder of route files that is looked at without running it. Immutable. */
public final class RouteFolder {
    /** Of several relays only the leader consumes, which stands before the address. */
    private static final Pattern SOURCE = Pattern.compile("(\\{\\{[^}]*}}|master:[^:]*:)?twitch-eventsub:");

    private final RouteSet readable;
    private final List<Problem> unreadable;
    /** The texts of files that cannot be read as YAML. */
    private final List<String> texts;

    private RouteFolder(RouteSet readable, List<Problem> unreadable, List<String> texts) {
        this.readable = readable;
        this.unreadable = unreadable;
        this.texts = texts;
    }

    /** @throws IOException if there is no such folder */
    public static RouteFolder read(Path folder) throws IOException {
        RouteSet readable = RouteSet.EMPTY;
        List<Problem> unreadable = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (var entry : FolderSnapshot.of(folder).files().entrySet()) {
            try {
                readable = readable.with(entry.getKey(), RouteFile.read(entry.getKey(), entry.getValue()));
            } catch (RejectedFileException e) {
                unreadable.addAll(e.problems());
                texts.add(entry.getValue() == null ? "" : new String(entry.getValue(), StandardCharsets.UTF_8));
            }
        }
        return new RouteFolder(readable, unreadable, texts);
    }

    /** Everything that is wrong, by file and line. */
    public List<Problem> problems(RouteVocabulary vocabulary) {
        List<Problem> problems = new ArrayList<>(unreadable);
        problems.addAll(new RouteCheck(vocabulary).problems(readable));
        Channels.dangling(readable, RouteSet.EMPTY).stream()
                .filter(dangling -> texts.stream().noneMatch(text -> text.contains(dangling.channel())))
                .forEach(dangling -> problems.add(dangling.problem()));
        return problems.stream().sorted().distinct().toList();
    }

    /** The {@code types} of every {@code twitch-eventsub:}, as they are written. */
    public List<String> eventTypes() {
        List<String> types = new ArrayList<>();
        for (RouteFile file : readable.files().values()) {
            TreeWalk.through(file.root(), (owner, key, value) -> {
                String uri = YamlText.text(YamlText.get(value, "uri"));
                String named = YamlText.text(YamlText.get(YamlText.get(value, "parameters"), "types"));
                if (uri != null && named != null && SOURCE.matcher(uri).lookingAt()) {
                    types.add(named);
                }
            });
        }
        return types;
    }

    RouteSet routes() {
        return readable;
    }

    /** How many files there are. */
    public int size() {
        return readable.files().size() + unreadable.size();
    }
}
