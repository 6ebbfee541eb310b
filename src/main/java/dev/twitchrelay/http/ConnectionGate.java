package dev.twitchrelay.http;

import dev.twitchrelay.http.StoppedClientCounts.Limit;
import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;

/**
 * Keeps the limits of one connection. {@link RelayServer} makes a gate for each connection, and sweeps over its gates
 * four times a second. Confined to the connection's event loop.
 */
abstract class ConnectionGate {
    final Channel channel;
    final Connections connections;
    final ConnectionLimits limits;
    final AddressUsage usage;

    ConnectionGate(HttpConnection connection, Connections connections) {
        this.channel = VertxInternals.channel(connection);
        this.connections = connections;
        this.limits = connections.limits();
        this.usage = connections.usage(channel);
    }

    /**
     * Ends requests that take too long, and goes on with requests that wait for room.
     *
     * @param now {@link System#nanoTime()}
     */
    abstract void sweep(long now);

    /** Whether an answer is an event stream. It has no end, and its hub looks after clients that do not read. */
    static boolean isEventStream(String contentType) {
        return contentType != null && contentType.startsWith("text/event-stream");
    }

    /** Cuts the connection, because a limit is reached. */
    final void cut(Limit limit) {
        connections.stopped().add(limit, usage.address);
        reset();
    }

    /**
     * Closes the connection at once. The TCP reset also frees the kernel's memory for the connection. The close begins
     * below Vert.x, because Vert.x would wait for the client.
     */
    final void reset() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.pipeline().firstContext().close();
        }
    }
}
