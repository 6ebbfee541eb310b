package dev.twitchrelay.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The gates that one transaction has shut; {@link #close} opens them again. Not thread-safe. */
final class Gates implements AutoCloseable {
    private final List<Gate> shut = new ArrayList<>();

    /** Shuts one more; false, and it stays open, when messages inside have not left in time. */
    boolean shut(Gate gate, Duration atMost) throws InterruptedException {
        if (!gate.close(atMost)) {
            return false;
        }
        shut.add(gate);
        return true;
    }

    /** Lets those go on that wait in front of them. */
    @Override
    public void close() {
        shut.forEach(Gate::open);
        shut.clear();
    }
}
