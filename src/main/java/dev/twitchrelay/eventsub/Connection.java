package dev.twitchrelay.eventsub;

/** One WebSocket connection. All methods are called on the session's {@link Loop} and never block. */
interface Connection {
    /** Says goodbye with close code 1000. */
    void close();

    /** Lets go of the socket, whose peer does not answer any more: nothing is waited for. */
    void drop();

    /** Stops reading, so that TCP holds back the peer. */
    void pause();

    /** Reads on. */
    void resume();

    /** Hears of a connection, on the session's loop. */
    interface Listener {
        /** A part of a text message arrived; resets the keepalive watchdog. */
        void textFrame();

        /** A text message is complete, whatever number of frames it came in. */
        void text(String message);

        /**
         * The connection ended; nothing follows.
         *
         * @param code the close code; 1006 when the peer went without one
         */
        void closed(int code);

        /** The connection never came about; nothing follows. */
        void failed(String reason);
    }

    /** Opens connections. */
    @FunctionalInterface
    interface Connector {
        /**
         * Starts connecting and returns at once.
         *
         * @param url used verbatim
         * @throws IllegalArgumentException saying why nobody can or may connect to that URL; the listener hears nothing
         */
        Connection open(String url, Listener listener);
    }
}
