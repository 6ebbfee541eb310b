package dev.twitchrelay.http;

import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections, requests and bytes that one address uses now. They also count for all addresses together. Thread-safe.
 */
final class AddressUsage {
    /** The attribute of each accepted channel that holds the usage of the client's address. */
    static final AttributeKey<AddressUsage> KEY = AttributeKey.valueOf(AddressUsage.class, "usage");

    private static final long LITTLE_BYTES = 64 * 1024;

    final String address;
    /** Accepted connections. */
    final Quota connections;
    /** Open streams of HTTP/2, answered or not. */
    final Quota streams;
    /** Requests of HTTP/1 without an answer. An event stream is answered as soon as it is open. */
    final Quota unanswered;
    /** Bytes of request bodies. They count until the answer begins. */
    final Quota bodies;
    /** Bytes of answers that sockets have not taken yet. */
    final Quota unsent;

    private final AddressUsage all;

    /** @param all the usage of all addresses together; null if this is that usage */
    AddressUsage(String address, AddressUsage all, ConnectionLimits.Share share) {
        this.address = address;
        this.all = all;
        connections = new Quota(all == null ? null : all.connections, share.connections());
        streams = new Quota(all == null ? null : all.streams, share.connections());
        unanswered = new Quota(all == null ? null : all.unanswered, share.unanswered());
        bodies = new Quota(all == null ? null : all.bodies, share.bodyBytes());
        unsent = new Quota(all == null ? null : all.unsent, share.unsentBytes());
    }

    /**
     * Whether the relay may make another answer for this address. When all addresses together have too many bytes that
     * clients have not taken, only addresses with few such bytes get answers.
     */
    boolean hasRoomForAnswers() {
        return !unsent.isExceeded() && (!all.unsent.isExceeded() || unsent.used() < LITTLE_BYTES);
    }

    boolean hasTooManyStreams() {
        return streams.isExceeded() || all.streams.isExceeded();
    }

    /** A limited amount of one thing. The quota of an address also takes from the quota of all. Thread-safe. */
    static final class Quota {
        private final Quota all;
        private final long most;
        private final AtomicLong used = new AtomicLong();

        private Quota(Quota all, long most) {
            this.all = all;
            this.most = most;
        }

        /** Takes an amount, or nothing if the amount would exceed a limit. */
        boolean take(long amount) {
            if (used.addAndGet(amount) > most || (all != null && !all.take(amount))) {
                used.addAndGet(-amount);
                return false;
            }
            return true;
        }

        /** Adds an amount that is used already, even if it exceeds the limit; a negative amount is given back. */
        void note(long amount) {
            if (amount == 0) {
                return;
            }
            used.addAndGet(amount);
            if (all != null) {
                all.note(amount);
            }
        }

        /** Gives back an amount that was taken or noted. */
        void give(long amount) {
            note(-amount);
        }

        boolean isExceeded() {
            return used.get() > most;
        }

        long used() {
            return used.get();
        }

        long most() {
            return most;
        }
    }

    /** The part of one connection of HTTP/1, or of one stream of HTTP/2. Confined to the connection's event loop. */
    final class Part {
        private boolean isUnanswered;
        private long bodyBytes;
        private long unsentBytes;

        /** Takes a request and the bytes of its body, or nothing if there is no room for both. */
        boolean takeRequest(long bytes) {
            if (!unanswered.take(1)) {
                return false;
            }
            if (!takeBody(bytes)) {
                unanswered.give(1);
                return false;
            }
            isUnanswered = true;
            return true;
        }

        /** Takes the bytes of a request's body, or nothing if there is no room for them. */
        boolean takeBody(long bytes) {
            if (bytes > 0 && !bodies.take(bytes)) {
                return false;
            }
            bodyBytes = bytes;
            return true;
        }

        /** Gives the request and its body back, because the answer has begun. */
        void answered() {
            if (isUnanswered) {
                isUnanswered = false;
                unanswered.give(1);
            }
            bodies.give(bodyBytes);
            bodyBytes = 0;
        }

        /** Notes how many bytes of answers the socket has not taken. */
        void unsent(long bytes) {
            unsent.note(bytes - unsentBytes);
            unsentBytes = bytes;
        }

        /** Gives everything back. */
        void release() {
            answered();
            unsent(0);
        }
    }
}
