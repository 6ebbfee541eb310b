package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.ExecutorServiceFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All connections of one server, by address. They are counted where they are accepted, before a byte is read: so a TLS handshake
 * that never ends counts, too. Thread-safe.
 */
public final class Connections {
    private static final int NETWORK_BYTES = 8;
    /** How many clients at the same time are told why they are refused; the others see a closed connection. */
    private static final int MOST_TOLD = 16;
    /** Each may have a body of 1 MiB. */
    private static final int MOST_WAITING_WORK = 64;
    /** After a flood its threads end and give their memory back. */
    private static final int IDLE_WORKER_SECONDS = 20;

    private final ConnectionLimits limits;
    private final Abuse abuse = new Abuse();
    private final Peer all;
    private final OpenFiles files = new OpenFiles();
    private final Workers workers = new Workers();
    private volatile boolean ended;
    private final ConcurrentMap<String, Peer> peers = new ConcurrentHashMap<>();

    private Connections(ConnectionLimits limits) {
        this.limits = limits;
        this.all = new Peer("all", null, limits.all());
    }

    /**
     * With limits that suit this process.
     *
     * @param streams how many event streams there may be
     * @param streamsPerAddress the same for one address; 0 for any number, as behind a proxy
     */
    public static Connections ofThisProcess(int streams, int streamsPerAddress) {
        return new Connections(ConnectionLimits.ofThisProcess(streams, streamsPerAddress));
    }

    static Connections within(ConnectionLimits limits) {
        return new Connections(limits);
    }

    /**
     * How the server is doing.
     *
     * @param open connections now
     * @param most how many there may be
     * @param unanswered requests in work
     * @param unsentBytes of answers that wait in the relay for their clients
     * @param stopped how often clients were stopped from something since the start, by what it was; see {@link Abuse.Kind}
     */
    public record Status(long open, long most, long unanswered, long unsentBytes, Map<String, Long> stopped) {}

    public Status status() {
        return new Status(
                all.connections.used(),
                all.connections.most(),
                all.unanswered.used(),
                all.unsent.used(),
                abuse.counts());
    }

    /** From now on no connection is taken, so that none is lost on its way to event loops that end. */
    void end() {
        ended = true;
    }

    /** What clients were stopped from. */
    public Abuse abuse() {
        return abuse;
    }

    /** Whether so much work waits for a thread that more of it would only wait, too, and take memory. */
    boolean hasTooMuchWork() {
        return workers.waiting() > MOST_WAITING_WORK;
    }

    /** The threads that run work that may block. Unlike Vert.x's own, they end when idle and tell how much work waits. */
    private static final class Workers implements ExecutorServiceFactory {
        private final List<BlockingQueue<Runnable>> queues = new CopyOnWriteArrayList<>();

        @Override
        public ExecutorService createExecutor(ThreadFactory threads, Integer concurrency, Integer maxConcurrency) {
            BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
            queues.add(queue);
            ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    maxConcurrency, maxConcurrency, IDLE_WORKER_SECONDS, TimeUnit.SECONDS, queue, threads);
            executor.allowCoreThreadTimeOut(true);
            return executor;
        }

        private int waiting() {
            return queues.stream().mapToInt(BlockingQueue::size).sum();
        }
    }

    ConnectionLimits limits() {
        return limits;
    }

    /**
     * What there is too much of at the moment.
     *
     * @param answers whether answers that wait take more than they may: then those that nobody takes are cut sooner
     * @param connections whether most connections that there may be are there: then idle ones are closed sooner
     */
    record Pressure(boolean answers, boolean connections) {}

    Pressure pressure() {
        return new Pressure(
                all.unsent.isExceeded(), all.connections.used() > all.connections.most() / 4 * 3 || files.areScarce());
    }

    /** A Vert.x all of whose servers' connections are counted here. */
    public Vertx vertx(VertxOptions options) {
        return VertxInternals.vertx(options, workers, this::guard);
    }

    private void guard(NetServerOptions options, ServerBootstrap bootstrap) {
        bootstrap.handler(new Acceptor(options.isSsl()));
        // the relay holds the bytes of one read while the client waits for its turn
        bootstrap.childOption(
                ChannelOption.RCVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(RequestGate.READ_BYTES).maxMessagesPerRead(1));
    }

    /** Sees each connection before anybody else does. */
    @ChannelHandler.Sharable
    private final class Acceptor extends ChannelInboundHandlerAdapter {
        private final boolean tls;
        private final AtomicInteger beingRefused = new AtomicInteger();

        private Acceptor(boolean tls) {
            this.tls = tls;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            Channel channel = (Channel) accepted;
            if (ended) {
                channel.unsafe().closeForcibly();
                return;
            }
            Refusal refusal = admit(channel);
            if (refusal == null) {
                context.fireChannelRead(accepted);
                return;
            }
            abuse.seen(refusal.kind, address(channel.remoteAddress()));
            if (tls || beingRefused.get() >= MOST_TOLD) {
                channel.unsafe().closeForcibly();
                return;
            }
            beingRefused.incrementAndGet();
            channel.closeFuture().addListener(closed -> beingRefused.decrementAndGet());
            refusal.tell(channel, context.channel().eventLoop());
        }
    }

    /** Why a connection is not taken. */
    private enum Refusal {
        TOO_MANY(
                Abuse.Kind.CONNECTIONS,
                "503 Service Unavailable",
                "the relay has as many connections as it or its operating system allows; try again in a moment"),
        TOO_MANY_FROM_ADDRESS(
                Abuse.Kind.ADDRESS,
                "429 Too Many Requests",
                "your address has as many connections as sse.max-clients-per-address allows; close some, or set 0 behind a"
                        + " reverse proxy");

        private final Abuse.Kind kind;

        @SuppressWarnings("ImmutableEnumChecker") // nobody writes into it
        private final byte[] answer;

        Refusal(Abuse.Kind kind, String status, String reason) {
            this.kind = kind;
            this.answer = HttpError.bytes(status, reason);
        }

        /** Answers before the request is there; then the client has a second to read it. */
        private void tell(Channel channel, EventLoop loop) {
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    context.writeAndFlush(Unpooled.wrappedBuffer(answer))
                            .addListener(told -> ((DuplexChannel) channel).shutdownOutput());
                    loop.schedule(() -> channel.close(), 1, TimeUnit.SECONDS);
                }

                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ReferenceCountUtil.release(message);
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    context.close();
                }
            });
            loop.register(channel);
        }
    }

    /** Null when there is room for it. */
    private Refusal admit(Channel channel) {
        if (!files.areLeft(all.connections.used())) {
            return Refusal.TOO_MANY;
        }
        String address = address(channel.remoteAddress());
        Refusal[] refusal = new Refusal[1];
        // the entry of an address ends with its last connection, under the same lock of the map
        Peer peer = peers.compute(address, (key, known) -> {
            Peer one = known == null ? new Peer(address, all, limits.address()) : known;
            if (!one.connections.take(1)) {
                refusal[0] = one.connections.used() >= one.connections.most()
                        ? Refusal.TOO_MANY_FROM_ADDRESS
                        : Refusal.TOO_MANY;
            }
            return one.connections.used() == 0 ? null : one;
        });
        if (refusal[0] == null) {
            channel.attr(Peer.KEY).set(peer);
            channel.closeFuture().addListener(closed -> left(peer));
        }
        return refusal[0];
    }

    private void left(Peer peer) {
        peers.computeIfPresent(peer.address, (key, known) -> {
            known.connections.give(1);
            return known.connections.used() == 0 ? null : known;
        });
    }

    /** The peer of a channel; one of its own where channels are not counted, as in tests. */
    Peer peer(Channel channel) {
        Peer known = channel.attr(Peer.KEY).get();
        return known == null ? new Peer(address(channel.remoteAddress()), all, limits.address()) : known;
    }

    static String address(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return "unknown";
        }
        InetAddress ip = internet.getAddress();
        return ip instanceof Inet6Address
                ? HexFormat.ofDelimiter(":").formatHex(ip.getAddress(), 0, NETWORK_BYTES) + "::/64"
                : ip.getHostAddress();
    }
}
