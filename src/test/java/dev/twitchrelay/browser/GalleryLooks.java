package dev.twitchrelay.browser;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a viewer sees of an option's value, as src/docs/widgets.md says it. Options that nobody can see have no look. */
final class GalleryLooks {
    /** The kinds of alerts, as the samples of the gallery come. */
    private static final List<String> KINDS =
            List.of("follow", "sub", "resub", "gift", "cheer", "raid", "online", "offline", "power", "streak", "other");

    private static final Map<String, String> NAMES = Map.of(
            "follow", "Mossy_Kettle",
            "sub", "SeventeenFoxes",
            "resub", "QuietFerry",
            "gift", "Harbour_Cat",
            "cheer", "TofuCommander",
            "raid", "LanternBay");

    private static final Map<String, String> PERIODS =
            Map.of("total", "", "stream", "this stream", "day", "today", "week", "this week", "month", "this month");

    private GalleryLooks() {}

    /**
     * The look of one option.
     *
     * @param used the value that the widget uses; empty where it has none
     * @param query all options in the address
     * @return null where a viewer sees nothing of it
     */
    static String of(String option, String used, Map<String, String> query) {
        int dash = option.indexOf('-');
        if (dash > 0) {
            return ofKind(option.substring(0, dash), option.substring(dash + 1), used, query);
        }
        return switch (option) {
            case "accent", "text", "panel" -> used.isEmpty() ? null : css(used);
            case "size", "dir", "hints", "metric", "layout", "align" -> used;
            case "label" -> used.isEmpty() ? null : used;
            case "target" -> " / " + String.format(Locale.ROOT, "%,d", Long.parseLong(used));
            case "period" -> PERIODS.get(used);
            case "show" -> shown(used);
            default -> null;
        };
    }

    private static String shown(String used) {
        List<String> words = Arrays.asList(used.split(","));
        boolean ofAlerts = words.stream().allMatch(word -> word.isEmpty() || KINDS.contains(word));
        if (!ofAlerts) {
            return used;
        }
        return KINDS.stream()
                .filter(kind -> words.contains(kind.equals("resub") ? "sub" : kind))
                .collect(Collectors.joining(","));
    }

    private static String ofKind(String kind, String what, String used, Map<String, String> query) {
        String value = used.isEmpty() && kind.equals("resub") ? query.getOrDefault("sub-" + what, "") : used;
        return switch (what) {
            case "text" -> value.replace("{name}", NAMES.get(kind));
            case "color" -> value.isEmpty() ? "" : css(value);
            default ->
                "0".equals(query.get("volume"))
                        ? "none"
                        : Stream.of(value, query.getOrDefault("sound", ""), "chime")
                                .filter(name -> !name.isEmpty())
                                .findFirst()
                                .orElseThrow();
        };
    }

    /** An address has no number sign, because one ends it. */
    private static String css(String color) {
        return color.matches("[0-9a-f]{3,8}") ? "#" + color : color;
    }
}
