package dev.twitchrelay.routes;

import java.time.Duration;

/**
 * The entry of one {@code direct:} channel. While it is closed, messages wait in front of it; closing returns when those
 * that had entered have left. So a route can be exchanged between two messages. Thread-safe.
 */
final class Gate {
    private int inside;
    private boolean closed;

    /** Enters; waits while the gate is closed, at most so long. */
    synchronized boolean enter(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (closed) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        inside++;
        return true;
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** Closes; false, and open again, when messages inside have not left in time. */
    synchronized boolean close(Duration atMost) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        while (inside > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                open();
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized void open() {
        closed = false;
        notifyAll();
    }
}
