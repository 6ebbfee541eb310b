package dev.twitchrelay.http;

import io.netty.util.AttributeKey;

/**
 * What one address holds of the relay; an IPv6 address stands for its /64 network, because whoever has one has them all.
 * Thread-safe.
 */
final class Peer {
    /** On each accepted channel. */
    static final AttributeKey<Peer> KEY = AttributeKey.valueOf(Peer.class, "peer");

    private static final long LITTLE_BYTES = 64 * 1024;

    final String address;
    /** Accepted connections. */
    final Quota connections;
    /** Streams of HTTP/2 that are open, whether they are answered or not. */
    final Quota streams;
    /** Requests that have not been answered yet. An event stream is answered as soon as it is open. */
    final Quota unanswered;
    /** Bytes of request bodies, which are held until the answer. */
    final Quota bodies;
    /** Bytes of answers that sockets have not taken yet. */
    final Quota unsent;

    private final Peer all;

    /** @param all what all addresses share; null if this is it */
    Peer(String address, Peer all, ConnectionLimits.Share share) {
        this.address = address;
        this.all = all;
        connections = new Quota(all == null ? null : all.connections, share.connections());
        streams = new Quota(all == null ? null : all.streams, share.connections());
        unanswered = new Quota(all == null ? null : all.unanswered, share.unanswered());
        bodies = new Quota(all == null ? null : all.bodies, share.bodyBytes());
        unsent = new Quota(all == null ? null : all.unsent, share.unsentBytes());
    }

    /** Whether there may be more answers for it; while all together take too much, that is whoever takes little. */
    boolean hasRoomForAnswers() {
        return !unsent.isExceeded() && (!all.unsent.isExceeded() || unsent.used() < LITTLE_BYTES);
    }

    boolean hasTooManyStreams() {
        return streams.isExceeded() || all.streams.isExceeded();
    }
}
