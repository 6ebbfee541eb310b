package dev.twitchrelay.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.twitchrelay.kit.ClientAddress;
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
import java.lang.management.ManagementFactory;
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
 * All connections of one server, counted by address, and the threads for their work. A connection is counted when it is
 * accepted, before a byte is read, so a TLS handshake that never ends counts, too. Thread-safe.
 */
public final class Connections {
    /** The most clients at the same time that get a reason for their refusal. Others see a closed connection. */
    private static final int MOST_TOLD = 16;
    /** Of the spared files, such clients take at most one in so many. */
    private static final int SPARED_FILES_PER_TOLD = 4;
    /** The most requests that wait for a worker thread. Each may have a body of 1 MiB. */
    private static final int MOST_WAITING_WORK = 64;
    /** Worker threads end after this pause, so that their memory is free again after a flood. */
    private static final int IDLE_WORKER_SECONDS = 20;

    private final ConnectionLimits limits;
    private final StoppedClientCounts stopped = new StoppedClientCounts();
    private final AddressUsage all;
    private final ConcurrentMap<String, AddressUsage> addresses = new ConcurrentHashMap<>();
    private final OpenFiles files;
    private final Workers workers = new Workers();
    private volatile boolean ended;

    Connections(ConnectionLimits limits) {
        this(limits, 1);
    }

    private Connections(ConnectionLimits limits, int part) {
        this.limits = limits;
        this.files = new OpenFiles(part);
        this.all = new AddressUsage("all", null, limits.all());
    }

    /**
     * Connections with limits that suit this process.
     *
     * @param streams the most event streams
     * @param streamsPerAddress the most event streams of one address; 0 for any number, as behind a proxy
     */
    public static Connections ofThisProcess(int streams, int streamsPerAddress) {
        return new Connections(ConnectionLimits.ofThisProcess(streams, streamsPerAddress));
    }

    /**
     * Connections to the management port. They may take half of the files that other connections spare, so health answers
     * when these have taken all files that they may.
     *
     * @param perAddress the most connections of one address, beside a hundred
     */
    public static Connections ofManagement(int perAddress) {
        return new Connections(ConnectionLimits.ofThisProcess(0, perAddress), 2);
    }

    /**
     * The state of the connections, for {@code /api/status}.
     *
     * @param open the number of connections now
     * @param most the most connections
     * @param unanswered the requests of HTTP/1 without an answer
     * @param unsentBytes the bytes of answers that wait in the relay for their clients
     * @param stopped the number of clients that each limit has stopped since the start; see {@link
     *     StoppedClientCounts.Limit}
     */
    public record Status(long open, long most, long unanswered, long unsentBytes, Map<String, Long> stopped) {}

    public Status status() {
        return new Status(
                all.connections.used(),
                all.connections.most(),
                all.unanswered.used(),
                all.unsent.used(),
                stopped.counts());
    }

    /** Refuses all connections from now on, because the event loops that would serve them end. */
    void end() {
        ended = true;
    }

    /** The clients that limits stopped. */
    public StoppedClientCounts stopped() {
        return stopped;
    }

    /** Whether so many requests wait for a worker thread that a further request would only wait, and take memory. */
    boolean hasTooMuchWork() {
        return workers.waiting() > MOST_WAITING_WORK;
    }

    /** The threads for work that may block. Unlike Vert.x' own, they end when idle, and count the work that waits. */
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

    ConnectionLimits.Pressure pressure() {
        return new ConnectionLimits.Pressure(
                all.unsent.isExceeded(), all.connections.used() > all.connections.most() / 4 * 3 || files.areScarce());
    }

    /** Makes a Vert.x. All connections of its servers are counted here. */
    public Vertx vertx(VertxOptions options) {
        return VertxInternals.vertx(options, workers, this::guard);
    }

    private void guard(NetServerOptions options, ServerBootstrap bootstrap) {
        bootstrap.handler(new Acceptor(options.isSsl()));
        // a client that waits for its turn has the bytes of one read in the relay's memory
        bootstrap.childOption(
                ChannelOption.RCVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(Http1Gate.READ_BYTES).maxMessagesPerRead(1));
    }

    /** The first handler of each accepted connection. It refuses connections beyond the limits. */
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
            stopped.add(refusal.limit, ClientAddress.of(channel.remoteAddress()));
            if (tls || beingRefused.get() >= Math.min(MOST_TOLD, files.spared / SPARED_FILES_PER_TOLD)) {
                channel.unsafe().closeForcibly();
                return;
            }
            beingRefused.incrementAndGet();
            channel.closeFuture().addListener(closed -> beingRefused.decrementAndGet());
            refusal.tell(channel, context.channel().eventLoop());
        }
    }

    /** The reason why a connection is refused. */
    private enum Refusal {
        TOO_MANY(
                StoppedClientCounts.Limit.CONNECTIONS,
                "503 Service Unavailable",
                "the relay has as many connections as it or its operating system allows; try again in a moment"),
        TOO_MANY_FROM_ADDRESS(
                StoppedClientCounts.Limit.ADDRESS,
                "429 Too Many Requests",
                "your address has as many connections as sse.max-clients-per-address allows; close some, or set 0 behind a"
                        + " reverse proxy");

        private final StoppedClientCounts.Limit limit;

        @SuppressWarnings("ImmutableEnumChecker") // nobody writes into it
        private final byte[] answer;

        Refusal(StoppedClientCounts.Limit limit, String status, String reason) {
            this.limit = limit;
            this.answer = JsonAnswer.bytes(status, reason);
        }

        /** Answers before the request has come. Then the client has a second to read the answer. */
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

    /** Counts a new connection. Returns the reason to refuse it, or null. */
    private Refusal admit(Channel channel) {
        if (!files.areLeft(all.connections.used())) {
            return Refusal.TOO_MANY;
        }
        String address = ClientAddress.of(channel.remoteAddress());
        Refusal[] refusal = new Refusal[1];
        // the entry of an address ends with its last connection, under the same lock of the map
        AddressUsage usage = addresses.compute(address, (key, known) -> {
            AddressUsage entry = known == null ? new AddressUsage(address, all, limits.address()) : known;
            if (!entry.connections.take(1)) {
                refusal[0] = entry.connections.used() >= entry.connections.most()
                        ? Refusal.TOO_MANY_FROM_ADDRESS
                        : Refusal.TOO_MANY;
            }
            return entry.connections.used() == 0 ? null : entry;
        });
        if (refusal[0] == null) {
            channel.attr(AddressUsage.KEY).set(usage);
            channel.closeFuture().addListener(closed -> left(usage));
        }
        return refusal[0];
    }

    private void left(AddressUsage usage) {
        addresses.computeIfPresent(usage.address, (key, known) -> {
            known.connections.give(1);
            return known.connections.used() == 0 ? null : known;
        });
    }

    /** The usage of a channel's address. A server of another Vert.x, as in tests, does not count its connections. */
    AddressUsage usage(Channel channel) {
        AddressUsage known = channel.attr(AddressUsage.KEY).get();
        return known == null
                ? new AddressUsage(ClientAddress.of(channel.remoteAddress()), all, limits.address())
                : known;
    }

    /**
     * Tells whether the process has files left for one more connection. The relay spares some files for itself, because
     * without them it can neither reach Twitch nor write its journal. Used by the thread that accepts connections.
     */
    private static final class OpenFiles {
        /** Files for the session, polls, sinks, the journal, and clients that are told why they are refused. */
        private static final int MOST_SPARED = 96;
        /** A process with few files spares one in so many. */
        private static final int FILES_PER_SPARED = 10;
        /** The connections between two counts, because a count reads a folder with an entry for each open file. */
        private static final int CONNECTIONS_A_COUNT = 8;

        private static final long FRESH_NANOS = 100_000_000L;

        private final UnixOperatingSystemMXBean system =
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix : null;
        private final long most = system == null ? -1 : system.getMaxFileDescriptorCount();
        private final long spared;
        private volatile long open;
        private long countedAt = System.nanoTime() - FRESH_NANOS;
        private int since;

        /** @param part these connections leave one in so many of the spared files to others; 1 for all */
        OpenFiles(int part) {
            spared = most < 0 ? MOST_SPARED : Math.min(MOST_SPARED, most / FILES_PER_SPARED) / part;
        }

        /** Whether three quarters of the files were open at the latest count. */
        boolean areScarce() {
            return most >= 0 && open > most / 4 * 3;
        }

        /** @param connections the number of connections, an estimate that costs nothing */
        boolean areLeft(long connections) {
            if (most < 0 || (connections < most / 2 && connections + 10 * MOST_SPARED < most)) {
                return true;
            }
            long now = System.nanoTime();
            if (since >= CONNECTIONS_A_COUNT || now - countedAt >= FRESH_NANOS) {
                open = count();
                countedAt = now;
                since = 0;
            }
            since++;
            return open + since <= most - spared;
        }

        private long count() {
            try {
                return system.getOpenFileDescriptorCount();
            } catch (InternalError e) {
                // the count opens a file itself
                return most;
            }
        }
    }
}
