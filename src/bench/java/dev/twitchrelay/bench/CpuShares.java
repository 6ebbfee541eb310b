package dev.twitchrelay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints which part of the relay takes how much of its CPU, from a recording of {@code src/bench/way-in --profile}. A sample
 * belongs to the innermost part of its stack. Which route it is shows the number of {@code direct:} channels in the stack.
 *
 * <pre>java CpuShares.java RECORDING</pre>
 */
public final class CpuShares {
    private static final int MOST_ROWS = 40;

    /** The parts by their packages. */
    private static final Map<String, String> PARTS = Map.of(
            "dev.twitchrelay.journal.", "journal",
            "dev.twitchrelay.sse.", "hub",
            "dev.twitchrelay.outbox.Outbox.", "outbox",
            "dev.twitchrelay.outbox.Sink.", "outbox",
            "dev.twitchrelay.stats.", "beans",
            "dev.twitchrelay.recovery.", "beans",
            "dev.twitchrelay.eventsub.EventSubMessage.", "session: JSON");

    private static final List<String> ROUTES =
            List.of("route eventsub", "route normalizer, totals", "route publish", "deeper routes");

    private CpuShares() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Integer> parts = new HashMap<>();
        Map<String, Integer> libraries = new HashMap<>();
        Map<String, Integer> methods = new HashMap<>();
        Map<String, Integer> callers = new HashMap<>();
        List<RecordedEvent> samples = RecordingFile.readAllEvents(Path.of(arguments[0])).stream()
                .filter(event -> event.getEventType().getName().matches("jdk.(CPUTime|Execution)Sample"))
                .filter(event -> event.getStackTrace() != null)
                .toList();
        boolean hasCpuTime = samples.stream().anyMatch(CpuShares::isCpuTime);
        int all = 0;
        for (RecordedEvent sample : samples) {
            if (isCpuTime(sample) == hasCpuTime) {
                List<RecordedFrame> stack = sample.getStackTrace().getFrames();
                all++;
                count(parts, part(thread(sample), stack));
                count(libraries, library(name(stack.get(0))));
                count(methods, name(stack.get(0)));
                count(callers, caller(stack));
            }
        }
        System.out.printf("%d samples of %s%n", all, hasCpuTime ? "CPU time" : "Java code");
        print("Parts", parts, all);
        print("Libraries of the innermost method", libraries, all);
        print("Innermost methods", methods, all);
        print("Innermost methods of Camel or the relay in each stack", callers, all);
    }

    private static boolean isCpuTime(RecordedEvent event) {
        return event.getEventType().getName().equals("jdk.CPUTimeSample");
    }

    private static String thread(RecordedEvent sample) {
        RecordedThread thread = sample.getThread(isCpuTime(sample) ? "eventThread" : "sampledThread");
        return thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
    }

    private static String part(String thread, List<RecordedFrame> stack) {
        for (RecordedFrame frame : stack) {
            for (Map.Entry<String, String> part : PARTS.entrySet()) {
                if (name(frame).startsWith(part.getKey())) {
                    return part.getValue().equals("hub") && thread.contains("eventloop") ? "clients" : part.getValue();
                }
            }
        }
        if (stack.stream().anyMatch(frame -> name(frame).startsWith("dev.twitchrelay.eventsub.EventSubConsumer."))) {
            long channels = stack.stream()
                    .filter(frame -> name(frame).endsWith("GatedProducer.process"))
                    .count();
            return ROUTES.get((int) Math.min(channels, ROUTES.size() - 1));
        }
        boolean isSession = stack.stream().anyMatch(frame -> name(frame).startsWith("dev.twitchrelay.eventsub."));
        return isSession ? "session" : "other: " + thread.replaceAll("[0-9]+", "N");
    }

    private static String caller(List<RecordedFrame> stack) {
        return stack.stream()
                .map(CpuShares::name)
                .filter(name -> name.startsWith("org.apache.camel.") || name.startsWith("dev.twitchrelay."))
                .findFirst()
                .orElse("–");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** The first names of a method's package. */
    private static String library(String method) {
        return method.replaceFirst("^((?:[a-z][\\w]*\\.){1,3}).*", "$1");
    }

    private static void count(Map<String, Integer> counts, String key) {
        counts.merge(key, 1, Integer::sum);
    }

    private static void print(String title, Map<String, Integer> counts, int all) {
        System.out.printf("%n%s, %%%n", title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_ROWS)
                .forEach(row -> System.out.printf("%5.1f  %s%n", 100.0 * row.getValue() / all, row.getKey()));
    }
}
