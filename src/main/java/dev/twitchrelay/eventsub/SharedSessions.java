package dev.twitchrelay.eventsub;

/**
 * The cluster as the sessions of one of its relays see it. {@link SharedFeed} calls it, and the wiring joins it with the cluster.
 * Methods return at once. Implementations are thread-safe.
 */
public interface SharedSessions {
    /** The name of this relay among the holders of sessions. */
    String name();

    /** Gives a report of a session, one line of text, to every relay, this one included. */
    void send(String report);

    /** Whether this relay may hold a session, as far as its route is concerned. */
    void want(boolean session);

    /** Whether this relay has to hold a session now. */
    boolean holds();

    /** Whether this relay publishes now: it leads, and knows all that others have published. */
    boolean publishes();

    /** An event that this relay was about to publish has been published by another relay. */
    void withdraw(String eventId);

    /** Events are missing before the next message, and clients have to be told. */
    void missing();

    /**
     * The events of the sessions differ, so one session is enough.
     *
     * @param keep whether the session of this relay is the one
     */
    void goOnWithOne(boolean keep);
}
