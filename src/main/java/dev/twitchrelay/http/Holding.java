package dev.twitchrelay.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/** What one connection of HTTP/1 holds of its address' share. Confined to the connection's event loop. */
final class Holding {
    /** What a body without a length may come to: Camel's and our own handlers refuse more. */
    private static final long MOST_BODY = 1 << 20;

    private final Peer peer;
    private boolean unanswered;
    private long bodyBytes;
    private long unsentBytes;

    Holding(Peer peer) {
        this.peer = peer;
    }

    /** Takes what a request needs, or nothing when there is no room for it. */
    boolean take(HttpRequest request) {
        long body = bodyBytes(request);
        if (!peer.unanswered.take(1)) {
            return false;
        }
        if (body > 0 && !peer.bodies.take(body)) {
            peer.unanswered.give(1);
            return false;
        }
        unanswered = true;
        bodyBytes = body;
        return true;
    }

    private static long bodyBytes(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return 0;
        }
        return HttpUtil.isTransferEncodingChunked(request)
                ? MOST_BODY
                : Math.min(MOST_BODY, HttpUtil.getContentLength(request, 0L));
    }

    boolean isUnanswered() {
        return unanswered;
    }

    /** The answer has begun: the request's body is not needed any more. */
    void answered() {
        if (unanswered) {
            unanswered = false;
            peer.unanswered.give(1);
        }
        peer.bodies.give(bodyBytes);
        bodyBytes = 0;
    }

    /** What the socket has not taken of answers. */
    void unsent(long bytes) {
        if (bytes != unsentBytes) {
            peer.unsent.note(bytes - unsentBytes);
            unsentBytes = bytes;
        }
    }

    /** Gives everything back. */
    void release() {
        answered();
        unsent(0);
    }
}
