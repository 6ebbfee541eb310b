package dev.twitchrelay.eventsub;

import java.time.Duration;
import java.time.Instant;

/**
 * The single thread that runs a session, with its clocks and timers. A session has no locks, because only this thread
 * changes it.
 */
interface SessionLoop {
    /** Runs the task on the loop, soon and in order; callable from any thread. */
    void execute(Runnable task);

    /** Runs the task on the loop after the delay, unless it is cancelled before. Call on the loop only. */
    Timer schedule(Duration delay, Runnable task);

    /** The wall clock, for times that people read. */
    Instant now();

    /** A clock that never jumps, for durations. */
    long nanoTime();

    /** A scheduled task. */
    interface Timer {
        /** Prevents the task from running; harmless when it ran already. Call on the loop only. */
        void cancel();
    }
}
