package dev.twitchrelay.sse;

/** The connection of a client, as {@link StreamClient} uses it. Confined to the connection's event loop. */
interface ClientConnection {

    /** Sends the response head and the first frames. From now on the listener is called. */
    void open(byte[] frames, Listener listener);

    /** Writes frames that other clients get, too. The caller keeps its reference. */
    void write(SharedBuffer frames);

    /** Writes frames for this client only. */
    void write(byte[] frames);

    /** Whether so many bytes wait for the client that nothing more should be written. */
    boolean isFull();

    /** Writes the last frames and ends the stream. {@code done} runs when they are sent or have failed. */
    void end(byte[] frames, Runnable done);

    /** Closes the connection at once and drops all bytes that wait for the client. */
    void cut();

    /** Called on the event loop of the connection, possibly during a write. */
    interface Listener {
        /** The connection takes bytes again. */
        void drained();

        void closed();
    }
}
