package dev.twitchrelay.eventsub;

import java.time.Duration;
import java.time.Instant;

/** The single thread that a session lives on, with its clocks and timers. */
interface Loop {
    /** Runs the task on the loop, soon and in order; callable from any thread. */
    void execute(Runnable task);

    /** Runs the task on the loop after the delay, unless it is cancelled before. Call on the loop only. */
    Timer schedule(Duration delay, Runnable task);

    /** The wall clock, for people. */
    Instant now();

    /** A clock that never jumps, for measuring silence. */
    long nanoTime();

    /** A scheduled task. */
    interface Timer {
        /** Prevents the task from running; harmless when it ran already. Call on the loop only. */
        void cancel();
    }
}
