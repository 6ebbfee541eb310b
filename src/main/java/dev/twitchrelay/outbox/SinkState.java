package dev.twitchrelay.outbox;

/** What a sink does about its messages. */
enum SinkState {
    /** It delivers what comes. */
    READY,
    /** What comes is kept and tried again by itself. */
    WAITING,
    /** The latest message it tried is a dead letter; the next one is tried. */
    FAILING,
    /** What comes is kept until somebody has looked after it. */
    STOPPED;

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
