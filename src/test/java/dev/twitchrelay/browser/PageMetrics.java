package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** What Chromium tells of a page: the processor time of its main thread, its memory, its nodes. */
final class PageMetrics {
    private final CDPSession session;

    PageMetrics(BrowserContext context, Page page) {
        session = context.newCDPSession(page);
        JsonObject processorTime = new JsonObject();
        processorTime.addProperty("timeDomain", "threadTicks");
        session.send("Performance.enable", processorTime);
    }

    /** The numbers by name. */
    Map<String, Double> read() {
        Map<String, Double> values = new HashMap<>();
        for (var metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            var one = metric.getAsJsonObject();
            values.put(one.get("name").getAsString(), one.get("value").getAsDouble());
        }
        return values;
    }

    /** The numbers before and after something. */
    record Span(Map<String, Double> before, Map<String, Double> after) {
        double seconds() {
            return after.get("Timestamp") - before.get("Timestamp");
        }

        /** The processor time of the page's main thread in percent of the time that has passed. */
        double busy() {
            return percent("TaskDuration");
        }

        /** A part of that processor time, by its name in {@link #read}. */
        double percent(String part) {
            return 100 * (after.get(part) - before.get(part)) / seconds();
        }
    }

    /**
     * Takes steps at a steady pace, on a thread of their own, until the page shows the last step.
     *
     * @param step gets the number of the step, from 1; called until {@code shown} returns
     * @param shown returns when the page shows the last step
     */
    Span during(int stepsPerSecond, IntConsumer step, Runnable shown) throws InterruptedException {
        AtomicInteger taken = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            Map<String, Double> before = read();
            clock.scheduleAtFixedRate(
                    () -> step.accept(taken.incrementAndGet()), 0, 1_000_000 / stepsPerSecond, TimeUnit.MICROSECONDS);
            shown.run();
            return new Span(before, read());
        } finally {
            clock.shutdown();
            assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    void collectGarbage() {
        session.send("HeapProfiler.collectGarbage");
    }
}
