package dev.twitchrelay.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.sse.EventStreamHandler;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The relay's hub and server, without Twitch and Camel. The port to publish to understands no more of HTTP than the C
 * program does, because the relay does not get its messages by HTTP, and is served by a thread of its own, because the
 * routes that publish in the relay are not on the event loops of its clients.
 *
 * <pre>RelayPeer PORT PUBLISH_PORT [HISTORY] [epoll|nio]</pre>
 */
public final class RelayPeer {

    private static final int ANY_NUMBER = 0;

    private RelayPeer() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int publishPort = Integer.parseInt(arguments[1]);
        Integer history = arguments.length > 2 ? Integer.valueOf(arguments[2]) : null;
        boolean nativeTransport = arguments.length < 4 || !arguments[3].equals("nio");
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setPreferNativeTransport(nativeTransport).setEventLoopPoolSize(loops));
        if (vertx.isNativeTransportEnabled() != nativeTransport) {
            throw new IllegalStateException(
                    "the native transport is not available", vertx.unavailableNativeTransportCause());
        }
        SseHub hub = new SseHub("bench", new SseSettings(history, 100_000, ANY_NUMBER, null, null, null, null));
        Router router = Router.router(vertx);
        router.get("/stream").handler(new EventStreamHandler(hub));
        new RelayServer(vertx, router, RelayServer.streaming("0.0.0.0", port), loops, "the port of this peer").start();
        new Thread(new Publisher(publishPort, hub), "publisher").start();
    }

    /** Publishes what one connection at a time posts; the last header is its length. */
    private static final class Publisher implements Runnable {

        private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
        private static final byte[] ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

        private final ServerSocketChannel server;
        private final SseHub hub;
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
        private final ByteBuffer accepted =
                ByteBuffer.allocateDirect(ACCEPTED.length).put(ACCEPTED);

        Publisher(int port, SseHub hub) throws IOException {
            this.server = ServerSocketChannel.open().bind(new InetSocketAddress(port));
            this.hub = hub;
        }

        @Override
        public void run() {
            while (true) {
                try (SocketChannel publisher = server.accept()) {
                    publisher.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    serve(publisher);
                } catch (IOException e) {
                    System.err.println("The publisher has gone: " + e);
                }
            }
        }

        private void serve(SocketChannel publisher) throws IOException {
            in.clear();
            while (publisher.read(in) >= 0) {
                in.flip();
                while (publishNext()) {
                    publisher.write(accepted.rewind());
                }
                in.compact();
            }
        }

        /** Whether there was a whole request. */
        private boolean publishNext() {
            int head = headEnd();
            if (head < 0) {
                return false;
            }
            int length = 0;
            int unit = 1;
            for (int at = head - 1; in.get(at) != ' '; at--) {
                length += (in.get(at) - '0') * unit;
                unit *= 10;
            }
            int bodyAt = head + HEAD_END.length;
            if (in.limit() < bodyAt + length) {
                return false;
            }
            byte[] body = new byte[length];
            in.position(bodyAt).get(body);
            hub.publish("event", "channel.follow", body);
            return true;
        }

        private int headEnd() {
            for (int at = in.position(); at <= in.limit() - HEAD_END.length; at++) {
                int same = 0;
                while (same < HEAD_END.length && in.get(at + same) == HEAD_END[same]) {
                    same++;
                }
                if (same == HEAD_END.length) {
                    return at;
                }
            }
            return -1;
        }
    }
}
