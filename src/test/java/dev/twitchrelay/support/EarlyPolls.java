package dev.twitchrelay.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every wait of a test look at once, and then after 10 ms, 20 ms, 40 ms, and so on, up to every 100 ms. Awaitility's own
 * default waits 100 ms before the first look, although most conditions are met within a few milliseconds, and tests wait
 * thousands of times. JUnit finds this extension by its service file, so it holds for all classes.
 */
public final class EarlyPolls implements BeforeAllCallback {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(EarlyPolls::next, Duration.ZERO));
    }

    private static Duration next(Duration before) {
        Duration twice = before.isZero() ? FIRST : before.multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }
}
