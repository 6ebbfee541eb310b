package dev.twitchrelay.kit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.ExecutorServiceFactory;
import io.vertx.core.spi.transport.Transport;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The only class that uses the packages {@code impl} of Vert.x, because a new version of Vert.x may change them. The
 * HTTP server, the event stream, the simulator and the web client need Netty's channel below Vert.x, or a hook that
 * Vert.x does not offer. Stateless, so thread-safe; a channel's handlers are used on its event loop.
 */
public final class VertxInternals {
    private VertxInternals() {}

    /** Netty's channel below a connection of a server or client of Vert.x. */
    public static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** The context of Vert.x' own handler in the channel's pipeline. */
    public static ChannelHandlerContext handlerContext(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext();
    }

    /**
     * Makes a Vert.x.
     *
     * @param workers makes the threads for work that may block
     * @param listening changes each server before it listens, after Vert.x has configured it
     */
    public static Vertx vertx(
            VertxOptions options,
            ExecutorServiceFactory workers,
            BiConsumer<NetServerOptions, ServerBootstrap> listening) {
        return new VertxBuilder(options)
                .findTransport(transport(listening))
                .executorServiceFactory(workers)
                .init()
                .vertx();
    }

    private static Transport transport(BiConsumer<NetServerOptions, ServerBootstrap> listening) {
        Transport epoll = VertxBuilder.nativeTransport();
        if (epoll instanceof EpollTransport && epoll.isAvailable()) {
            return new EpollTransport() {
                @Override
                public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
                    super.configure(options, domainSocket, bootstrap);
                    listening.accept(options, bootstrap);
                }
            };
        }
        return new JDKTransport() {
            @Override
            public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
                super.configure(options, domainSocket, bootstrap);
                listening.accept(options, bootstrap);
            }
        };
    }

    /**
     * A buffer whose memory returns to its pool after the last write. Vert.x' own buffers around memory of a pool
     * would never release it.
     *
     * @param bytes gives each write its own reference to the memory
     */
    public static Buffer buffer(int length, Supplier<ByteBuf> bytes) {
        return new BufferImpl() {
            @Override
            public ByteBuf getByteBuf() {
                return bytes.get();
            }

            @Override
            public int length() {
                return length;
            }
        };
    }

    /** A request that behaves like another request, except for the methods that a subclass overrides. */
    public abstract static class RequestWrapper extends HttpServerRequestWrapper {
        protected RequestWrapper(HttpServerRequest request) {
            super((HttpServerRequestInternal) request);
        }
    }

    /** Calls {@code change} for each request of a client, before the client chooses a connection. */
    public static void beforeEachRequest(WebClient client, Consumer<RequestOptions> change) {
        ((WebClientInternal) client).addInterceptor(call -> {
            if (call.phase() == ClientPhase.CREATE_REQUEST) {
                change.accept(call.requestOptions());
            }
            call.next();
        });
    }
}
