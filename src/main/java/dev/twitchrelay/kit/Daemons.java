package dev.twitchrelay.kit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Makes the relay's own threads. They do not keep the process alive. */
public final class Daemons {
    private Daemons() {}

    /** A thread that is not started yet. */
    public static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A thread that runs the task from now on. */
    public static Thread start(Runnable task, String name) {
        Thread thread = thread(task, name);
        thread.start();
        return thread;
    }

    /** A timer with one thread. A repeated task has to catch its exceptions, because a thrown exception ends it. */
    public static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> thread(task, name));
    }
}
