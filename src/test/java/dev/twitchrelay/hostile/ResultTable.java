package dev.twitchrelay.hostile;

import dev.twitchrelay.hostile.Arena.Outcome;
import dev.twitchrelay.hostile.Assault.Toll;
import dev.twitchrelay.support.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** What the long form found, as one table in Markdown: printed, and kept in a file row by row. */
final class ResultTable {
    private static final double MEBIBYTE = 1 << 20;

    private final Path file;

    ResultTable(Path file, String title) throws IOException {
        this.file = file;
        Files.writeString(
                file,
                title + "\n\n"
                        + "| behaviour | connections | ended by the relay | requests | events | lost / repeated / reordered"
                        + " | sessions lost | streams lost | liveness worst, ms (unanswered) | p99 quiet, ms | attacked, ms"
                        + " | ratio | RSS before, most, after, MiB | after / before | direct before, most, after, MiB"
                        + " | descriptors before, most, after |\n"
                        + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    }

    /**
     * One behaviour, in repeats.
     *
     * @param quiet runs before the attacks
     * @param after what the process held when it had rested
     */
    record Row(String name, List<Outcome> quiet, List<Outcome> attacked, Footprint.Size after) {
        Tally viewers() {
            return all().stream().map(Outcome::viewers).reduce(Tally.NONE, Tally::plus);
        }

        int sessions() {
            return all().stream().mapToInt(Outcome::sessions).sum();
        }

        int reconnects() {
            return all().stream().mapToInt(Outcome::reconnects).sum();
        }

        long livenessMillis() {
            return attacked.stream()
                    .mapToLong(outcome -> outcome.liveness().worstMillis())
                    .max()
                    .orElse(0);
        }

        int unanswered() {
            return attacked.stream()
                    .mapToInt(outcome -> outcome.liveness().failures())
                    .sum();
        }

        private List<Outcome> all() {
            List<Outcome> all = new ArrayList<>(quiet);
            all.addAll(attacked);
            return all;
        }

        /** Of the medians. */
        double ratio() {
            return millis(attacked) / Math.max(0.001, millis(quiet));
        }

        private String line() {
            Toll toll = attacked.stream().map(Outcome::toll).reduce(new Toll(0, 0, 0), Toll::plus);
            Footprint.Size before = attacked.get(0).before();
            Footprint.Size most = attacked.stream().map(Outcome::most).reduce(before, Footprint.Size::max);
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %s | %d | %d | %d (%d) | %.1f | %.1f | %.2f | %.0f, %.0f, %.0f | %.2f"
                            + " | %.0f, %.0f, %.0f | %d, %d, %d |",
                    name,
                    toll.connections(),
                    toll.ended(),
                    toll.requests(),
                    attacked.stream().mapToInt(Outcome::sent).sum(),
                    viewers(),
                    sessions(),
                    reconnects(),
                    livenessMillis(),
                    unanswered(),
                    millis(quiet),
                    millis(attacked),
                    ratio(),
                    before.resident() / MEBIBYTE,
                    most.resident() / MEBIBYTE,
                    after.resident() / MEBIBYTE,
                    (double) after.resident() / Math.max(1, before.resident()),
                    before.direct() / MEBIBYTE,
                    most.direct() / MEBIBYTE,
                    after.direct() / MEBIBYTE,
                    before.descriptors(),
                    most.descriptors(),
                    after.descriptors());
        }

        private static double millis(List<Outcome> outcomes) {
            return median(outcomes.stream().mapToDouble(outcome -> outcome.percentile99() / 1000.0));
        }

        private static double median(DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        }
    }

    void add(Row row) throws IOException {
        Files.writeString(file, row.line() + "\n", StandardOpenOption.APPEND);
    }

    void note(String sentence) throws IOException {
        Files.writeString(file, "\n" + sentence + "\n", StandardOpenOption.APPEND);
    }

    void print() throws IOException {
        System.out.println(Files.readString(file));
    }
}
