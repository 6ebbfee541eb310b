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
    private static final List<String> KINDS = List.of(
            "follow",
            "sub",
            "resub",
            "gift",
            "cheer",
            "raid",
            "online",
            "offline",
            "power",
            "streak",
            "points",
            "hype",
            "donation",
            "other");

    /** Nobody does these. */
    private static final List<String> WITHOUT_NAME = List.of("online", "offline", "hype");

    /** The amounts of the samples. */
    private static final int BITS = 500;

    private static final int VIEWERS = 321;

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
        if (dash > 0 && !KINDS.contains(option.substring(0, dash))) {
            return null;
        }
        if (dash > 0) {
            return ofKind(option.substring(0, dash), option.substring(dash + 1), used, query);
        }
        return switch (option) {
            case "accent", "text", "panel" -> used.isEmpty() ? null : css(used);
            case "size", "dir", "hints", "metric", "layout", "align" -> used;
            case "label" -> used.isEmpty() ? null : used;
            case "target" -> " / " + String.format(Locale.ROOT, "%,d", Long.parseLong(used));
            case "period" -> PERIODS.get(used);
            case "show" -> shown(used, query);
            default -> null;
        };
    }

    private static String shown(String used, Map<String, String> query) {
        List<String> words = Arrays.asList(used.split(","));
        boolean ofAlerts = words.stream().allMatch(word -> word.isEmpty() || KINDS.contains(word));
        if (!ofAlerts) {
            return used;
        }
        return KINDS.stream()
                .filter(kind -> words.contains(kind.equals("resub") ? "sub" : kind))
                .filter(kind -> !kind.equals("cheer") || least("min-bits", query) <= BITS)
                .filter(kind -> !kind.equals("raid") || least("min-viewers", query) <= VIEWERS)
                .collect(Collectors.joining(","));
    }

    private static int least(String option, Map<String, String> query) {
        return Integer.parseInt(query.getOrDefault(option, "0"));
    }

    private static String ofKind(String kind, String what, String used, Map<String, String> query) {
        String value = used.isEmpty() && kind.equals("resub") ? query.getOrDefault("sub-" + what, "") : used;
        return switch (what) {
            case "text" ->
                value.replace("{name}", NAMES.getOrDefault(kind, WITHOUT_NAME.contains(kind) ? "Somebody" : "Ann"));
            case "color" -> value.isEmpty() ? "" : css(value);
            case "picture" -> null; // MediaBrowserIT looks at pictures
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
