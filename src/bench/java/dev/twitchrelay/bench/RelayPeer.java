package dev.twitchrelay.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.sse.EventStreamHandler;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * The relay's hub and server, without Twitch and Camel. The port to publish to understands no more of HTTP than the C
 * program does, because the relay does not get its messages by HTTP.
 *
 * <pre>RelayPeer PORT PUBLISH_PORT [HISTORY] [io_uring|epoll|nio]</pre>
 */
public final class RelayPeer {

    private static final int ANY_NUMBER = 0;
    private static final int NEVER = 0;

    private RelayPeer() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int publishPort = Integer.parseInt(arguments[1]);
        Integer history = arguments.length > 2 ? Integer.valueOf(arguments[2]) : null;
        String transport = arguments.length > 3 ? arguments[3] : "io_uring";
        boolean nativeTransport = !transport.equals("nio");
        Integer ioUringFrom = transport.equals("io_uring") ? null : NEVER;
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setPreferNativeTransport(nativeTransport).setEventLoopPoolSize(loops));
        if (vertx.isNativeTransportEnabled() != nativeTransport) {
            throw new IllegalStateException("the native transport is not available", vertx.unavailableNativeTransportCause());
        }
        SseHub hub = new SseHub(
                "bench", new SseSettings(history, 100_000, ANY_NUMBER, null, null, null, null, null, ioUringFrom, null));
        Router router = Router.router(vertx);
        router.get("/stream").handler(new EventStreamHandler(hub));
        new ServerBootstrap()
                .group(vertx.nettyEventLoopGroup())
                .channel(nativeTransport ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel publisher) {
                        publisher.pipeline().addLast(new Posts(hub));
                    }
                })
                .bind(publishPort)
                .syncUninterruptibly();
        new RelayServer(vertx, router, RelayServer.streaming("0.0.0.0", port), loops, "the port of this peer").start();
    }

    /** Publishes what is posted; the last header is its length. */
    private static final class Posts extends ByteToMessageDecoder {

        private static final ByteBuf HEAD_END = Unpooled.unreleasableBuffer(ascii("\r\n\r\n"));
        private static final ByteBuf ACCEPTED =
                Unpooled.unreleasableBuffer(ascii("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"));

        private final SseHub hub;

        Posts(SseHub hub) {
            this.hub = hub;
        }

        private static ByteBuf ascii(String text) {
            return Unpooled.directBuffer().writeBytes(text.getBytes(US_ASCII)).asReadOnly();
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            int head = ByteBufUtil.indexOf(HEAD_END, in);
            if (head < 0) {
                return;
            }
            int length = 0;
            int unit = 1;
            for (int at = head - 1; in.getByte(at) != ' '; at--) {
                length += (in.getByte(at) - '0') * unit;
                unit *= 10;
            }
            int bodyAt = head + HEAD_END.readableBytes();
            if (in.writerIndex() < bodyAt + length) {
                return;
            }
            byte[] body = new byte[length];
            in.readerIndex(bodyAt).readBytes(body);
            hub.publish("event", "channel.follow", body);
            context.writeAndFlush(ACCEPTED.duplicate(), context.voidPromise());
        }
    }
}
