package dev.twitchrelay.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A plain Netty server as one would write it with care: native epoll, a message encoded once and shared by all clients,
 * each event loop writing to its own clients.
 */
public final class NettyPeer {

    private final Map<EventLoop, List<Channel>> streams = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    private NettyPeer() {}

    public static void main(String[] arguments) throws Exception {
        NettyPeer peer = new NettyPeer();
        EventLoopGroup loops = new EpollEventLoopGroup(2);
        new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, 64 * 1024)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(65536), peer.new Requests());
                    }
                })
                .bind(Integer.parseInt(arguments[0]))
                .sync();
    }

    private void publish(ByteBuf body) {
        byte[] start = ("id: n-" + count.incrementAndGet() + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = Unpooled.directBuffer(start.length + body.readableBytes() + 2);
        frame.writeBytes(start).writeBytes(body).writeByte('\n').writeByte('\n');
        streams.forEach((loop, channels) -> {
            frame.retain();
            loop.execute(() -> {
                for (Channel channel : channels) {
                    channel.writeAndFlush(new DefaultHttpContent(frame.retainedDuplicate()), channel.voidPromise());
                }
                frame.release();
            });
        });
        frame.release();
    }

    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.method().equals(HttpMethod.POST)) {
                publish(request.content());
                DefaultFullHttpResponse accepted =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.ACCEPTED);
                HttpUtil.setContentLength(accepted, 0);
                context.writeAndFlush(accepted, context.voidPromise());
                return;
            }
            DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream;charset=utf-8")
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                    .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            context.writeAndFlush(head, context.voidPromise());
            Channel channel = context.channel();
            List<Channel> channels = streams.computeIfAbsent(channel.eventLoop(), loop -> new CopyOnWriteArrayList<>());
            channels.add(channel);
            channel.closeFuture().addListener(closed -> channels.remove(channel));
        }
    }
}
