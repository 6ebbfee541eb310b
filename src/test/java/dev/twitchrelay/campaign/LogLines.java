package dev.twitchrelay.campaign;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What processes have printed.
 *
 * @param all lines
 * @param kinds how often each came, without times and numbers
 */
record LogLines(int all, Map<String, Integer> kinds) {
    /** @param output of each process */
    static LogLines of(List<List<String>> output) {
        Map<String, Integer> kinds = new TreeMap<>();
        output.forEach(process -> process.forEach(line -> kinds.merge(withoutNumbers(line), 1, Integer::sum)));
        return new LogLines(output.stream().mapToInt(List::size).sum(), kinds);
    }

    private static String withoutNumbers(String line) {
        return line.replaceFirst("^[\\d:.]+ ", "")
                .replaceAll("session \\w+", "session …")
                .replaceAll("\\d+", "0")
                .replaceAll(" +", " ");
    }

    /** The most frequent first. */
    List<Map.Entry<String, Integer>> frequent(int most) {
        return kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }
}
