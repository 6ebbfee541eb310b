package dev.twitchrelay.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.Map;

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

    void collectGarbage() {
        session.send("HeapProfiler.collectGarbage");
    }

    /** The processor time of the page's main thread in percent of the time that has passed. */
    static double busy(Map<String, Double> before, Map<String, Double> after) {
        return 100
                * (after.get("TaskDuration") - before.get("TaskDuration"))
                / (after.get("Timestamp") - before.get("Timestamp"));
    }
}
