package dev.twitchrelay.sse;

/**
 * What the hub needs of a client's connection: the lowest layer, and the only one that knows HTTP. Used on the
 * connection's event loop only.
 */
interface ClientConnection {

    /** Sends the response head and the first frames, and from now on reports to the listener. */
    void open(byte[] frames, Listener listener);

    /** Writes frames that other clients get too; the caller's reference stays the caller's. */
    void write(SharedBuffer frames);

    /** Writes frames that only this client gets. */
    void write(byte[] frames);

    /** Whether the client has more to take than it may leave untaken. */
    boolean isFull();

    /** Writes the last frames and ends the stream; {@code done} runs when they are out or never will be. */
    void end(byte[] frames, Runnable done);

    /** Closes the connection at once and drops what the client has not taken. */
    void cut();

    /** Told what happens to a connection, on its event loop, possibly while it is being written to. */
    interface Listener {
        void drained();

        void closed();
    }
}
