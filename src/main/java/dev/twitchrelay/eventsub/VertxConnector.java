package dev.twitchrelay.eventsub;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.function.Function;

/**
 * Opens WebSockets with Vert.x. The handlers are set before the socket connects, because a welcome that arrives
 * together with the handshake would otherwise be lost. Vert.x answers pings, as <a
 * href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/#ping-message">Twitch requires</a>. Called on the
 * session's loop.
 */
final class VertxConnector implements Connection.Connector {
    private static final int NO_CLOSE_FRAME = 1006;
    private static final int HANDSHAKE_MILLIS = 10_000;

    /** The limit protects against a faulty peer; real notifications have a few kilobytes. */
    private static final int MOST_BYTES = 1 << 20;

    private final WebSocketClient client;
    private final Function<String, WebSocketConnectOptions> options;
    private final int handshakeMillis;

    /** Client options with the limits for EventSub; the caller adds the TLS settings. */
    static WebSocketClientOptions clientOptions() {
        return new WebSocketClientOptions()
                .setMaxFrameSize(MOST_BYTES)
                .setMaxMessageSize(MOST_BYTES)
                .setConnectTimeout(10_000)
                // seconds until the socket is cut when the peer does not answer a close
                .setClosingTimeout(1)
                .setTcpKeepAlive(true);
    }

    /** @param options gives the connect options for a URL */
    VertxConnector(WebSocketClient client, Function<String, WebSocketConnectOptions> options) {
        this(client, options, HANDSHAKE_MILLIS);
    }

    VertxConnector(WebSocketClient client, Function<String, WebSocketConnectOptions> options, int handshakeMillis) {
        this.client = client;
        this.options = options;
        this.handshakeMillis = handshakeMillis;
    }

    @Override
    public Connection open(String url, Connection.Listener listener) {
        // without a timeout, an unanswered handshake would keep its place among the client's connections for ever
        WebSocketConnectOptions connect = options.apply(url);
        connect.setTimeout(handshakeMillis);
        ClientWebSocket socket = client.webSocket();
        VertxConnection connection = new VertxConnection(socket);
        socket.frameHandler(frame -> {
            if (frame.isText() || frame.isContinuation()) {
                listener.textFrame();
            }
        });
        socket.textMessageHandler(listener::text);
        socket.closeHandler(closed -> listener.closed(
                socket.closeStatusCode() == null
                        ? NO_CLOSE_FRAME
                        : socket.closeStatusCode().intValue()));
        // an error on an open socket closes it, and then the close handler reports the end
        socket.exceptionHandler(failure -> socket.close());
        socket.connect(connect).onSuccess(connection::connected).onFailure(failure -> {
            if (!connection.over) {
                // Vert.x' own failures are sentences without a stack trace
                boolean own = failure.getStackTrace().length == 0 && failure.getMessage() != null;
                listener.failed(own ? failure.getMessage() : failure.toString());
            }
        });
        return connection;
    }

    /** A socket that may still be connecting. */
    private static final class VertxConnection implements Connection {
        private final ClientWebSocket socket;
        private boolean open;
        private boolean over;

        VertxConnection(ClientWebSocket socket) {
            this.socket = socket;
        }

        void connected(Object ignored) {
            open = true;
            if (over) {
                socket.close();
            }
        }

        @Override
        public void close() {
            over = true;
            if (open) {
                socket.close((short) 1000);
            }
        }

        @Override
        public void pause() {
            if (open) {
                socket.pause();
            }
        }

        @Override
        public void resume() {
            if (open) {
                socket.resume();
            }
        }
    }
}
