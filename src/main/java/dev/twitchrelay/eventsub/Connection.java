package dev.twitchrelay.eventsub;

/** One WebSocket connection. All methods are called on the session's {@link SessionLoop} and never block. */
interface Connection {
    /** Closes with code 1000, and cuts the socket when the peer has not answered within a second. */
    void close();

    /** Stops reading, so that TCP holds back the peer. */
    void pause();

    /** Continues to read. */
    void resume();

    /** Receives the events of a connection, on the session's loop. */
    interface Listener {
        /** A frame of a text message arrived. The peer is alive, so the keepalive watchdog starts again. */
        void textFrame();

        /** A text message is complete. It may have come in several frames. */
        void text(String message);

        /**
         * The connection ended. No further method is called.
         *
         * @param code the close code; 1006 when the connection broke without a close frame
         */
        void closed(int code);

        /** The connection could not be opened. No further method is called. */
        void failed(String reason);
    }

    /** Opens connections. */
    @FunctionalInterface
    interface Connector {
        /**
         * Starts to connect and returns at once.
         *
         * @param url used without any change
         * @throws IllegalArgumentException when the URL cannot be used or is not allowed; the message says why, and the
         *     listener is not called
         */
        Connection open(String url, Listener listener);
    }
}
