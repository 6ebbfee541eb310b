package dev.twitchrelay.routes;

import dev.twitchrelay.eventsub.SubscriptionCatalog;
import dev.twitchrelay.kit.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event types in the text of {@code eventsub.camel.yaml}, for the button of the gallery. Only the list changes, so that comments
 * and everything else stay as their author wrote them. The watch of the folder then checks and takes the file over, as any edit.
 */
final class EventTypeList {
    static final String FILE = "eventsub.camel.yaml";

    /** A folded text, as the shipped file has it: every line is further in than the key. */
    private static final Pattern FOLDED =
            Pattern.compile("(?m)^( *)types:[ \\t]*>-?[ \\t]*\\R(?<list>(?:\\1 +\\S.*(?:\\R|\\z))+)");

    private static final Pattern ONE_LINE = Pattern.compile("(?m)^( *)types:[ \\t]+(?<list>[a-z][^#\"'\\r\\n]*)$");

    private static final Pattern LAST_LINE = Pattern.compile("(?<indent>[ \\t]*)(?<last>\\S.*?),?[ \\t]*\\R?\\z");

    private EventTypeList() {}

    /**
     * Writes types into the file of a folder.
     *
     * @throws IllegalArgumentException if one is no type of Twitch, or if the file has no list that can be edited; the message says
     *     so
     * @throws IOException if the file cannot be read or written; then it is as before
     */
    static void add(Path folder, List<String> types) throws IOException {
        types.forEach(type -> SubscriptionCatalog.problem(type).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        }));
        Path file = folder.resolve(FILE).toRealPath();
        String after = with(Files.readString(file), types)
                .orElseThrow(() -> new IllegalArgumentException(
                        FILE + " has no list of types that the relay can edit; add them by hand: "
                                + String.join(", ", types)));
        Path next = Disk.unfinished(file);
        // the copy keeps the permissions of the file
        Files.copy(file, next, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(next, after);
        Disk.REAL.replace(next, file);
    }

    /** The text with the types that it lacks; empty if it has no list that can be edited. */
    static Optional<String> with(String text, List<String> types) {
        Matcher folded = FOLDED.matcher(text);
        Matcher found = folded.find() ? folded : ONE_LINE.matcher(text);
        if (found != folded && !found.find()) {
            return Optional.empty();
        }
        String list = found.group("list");
        List<String> known = SubscriptionCatalog.entries(list);
        List<String> missing = types.stream()
                .distinct()
                .filter(type -> known.stream().noneMatch(entry -> entry.matches(Pattern.quote(type) + "([/(].*)?")))
                .toList();
        Matcher last = LAST_LINE.matcher(list);
        if (missing.isEmpty() || !last.find()) {
            return Optional.of(text);
        }
        String between = found == folded ? ",\n" + last.group("indent") : ", ";
        int end = found.start("list") + last.end("last");
        return Optional.of(text.substring(0, end)
                + between
                + String.join(between, missing)
                + text.substring(end).replaceFirst("^,", ""));
    }
}
