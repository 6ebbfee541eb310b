package dev.twitchrelay.http;

/**
 * The state and the times of the request on a connection of HTTP/1: its head, its body, the relay's answer, and the
 * client's taking of the answer. {@link Http1Gate} tells the events, and asks which part is late. This class knows neither
 * socket nor clock; all times are of {@link System#nanoTime()}. Confined to the connection's event loop.
 */
final class RequestTimes {
    /** The part that is late. */
    enum Late {
        NOTHING,
        /** The client has sent no request for too long. The connection is closed, and not counted as stopped. */
        NEXT_REQUEST,
        HEAD,
        BODY,
        ANSWER,
        /** The client takes its answer too slowly. */
        TAKING,
        /** The request waits, because its address has too many requests without an answer. */
        TURN,
        /** The client has closed its side, and the answer is not ready. */
        END
    }

    private static final long SECOND = 1_000_000_000L;
    private static final long UNKNOWN = -1;
    private static final long LEAST_BYTES_A_SECOND = 8 * 1024;

    private final ConnectionLimits limits;
    private long idleSince;
    private boolean first = true;
    private boolean headBegun;
    private long begunAt;
    /** Vert.x has the head of a request, and not the end of its body. */
    private boolean bodyOpen;
    /** Vert.x has the head of a request, and its answer has not ended. */
    private boolean inWork;
    /** Vert.x has the head of a request, and its answer has not begun. */
    private boolean unanswered;

    private long waitingSince;
    private boolean waiting;
    private long overAt;
    /** The bytes that the socket had not taken when the latest answer ended. */
    private long overBytes;

    private long takenAt;
    private long takenMark;
    private boolean untaken;
    private long inputEndedAt;
    private boolean inputEnded;

    RequestTimes(ConnectionLimits limits, long now) {
        this.limits = limits;
        this.idleSince = now;
    }

    /** Bytes of a head have come. Only the first bytes of a head count. */
    void headComes(long now) {
        if (!headBegun) {
            headBegun = true;
            idleSince = now;
        }
    }

    /** The head of a request is complete. */
    void begins(long now) {
        first = false;
        headBegun = false;
        waiting = false;
        inWork = true;
        unanswered = true;
        bodyOpen = true;
        begunAt = now;
    }

    void bodyEnds() {
        bodyOpen = false;
    }

    /** The answer has begun. */
    void answered(long now) {
        unanswered = false;
        if (!untaken) {
            takenAt = now;
        }
    }

    /** The answer has ended, though the socket may not have taken all of it. */
    void over(long now) {
        inWork = false;
        headBegun = false;
        idleSince = now;
        overAt = now;
        overBytes = UNKNOWN;
    }

    /** Notes whether a request waits for other requests of its address. */
    void waits(boolean waits, long now) {
        if (waits && !waiting) {
            waitingSince = now;
        }
        waiting = waits;
    }

    /**
     * Notes the bytes that the socket has not taken.
     *
     * @param mark a number that gets smaller each time that the socket takes bytes
     */
    void unsent(long bytes, long mark, long now) {
        if (mark < takenMark || !untaken) {
            takenAt = now;
        }
        untaken = bytes > 0;
        overBytes = overBytes == UNKNOWN ? bytes : overBytes;
        takenMark = mark;
    }

    /** The client has closed its side. */
    void inputEnds(long now) {
        inputEnded = true;
        inputEndedAt = now;
    }

    boolean isInWork() {
        return inWork;
    }

    boolean isBodyOpen() {
        return bodyOpen;
    }

    boolean isUnanswered() {
        return unanswered;
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    boolean isWaiting() {
        return waiting;
    }

    Late late(long now, ConnectionLimits.Pressure pressure) {
        if (untaken) {
            boolean stuck = now - takenAt > limits.untakenNanos(pressure);
            long whole = limits.whole().toNanos() + overBytes * (SECOND / LEAST_BYTES_A_SECOND);
            if (stuck || (!inWork && now - overAt > whole)) {
                return Late.TAKING;
            }
            if (!inWork) {
                return Late.NOTHING;
            }
        }
        if (inputEnded
                && !untaken
                && (unanswered || !inWork)
                && now - inputEndedAt > limits.untaken().toNanos()) {
            return Late.END;
        }
        if (inWork) {
            if (bodyOpen && now - begunAt > limits.body().toNanos()) {
                return Late.BODY;
            }
            return unanswered && now - begunAt > limits.answer().toNanos() ? Late.ANSWER : Late.NOTHING;
        }
        if (waiting) {
            return now - waitingSince > limits.head().toNanos() ? Late.TURN : Late.NOTHING;
        }
        if (headBegun) {
            return now - idleSince > limits.head().toNanos() ? Late.HEAD : Late.NOTHING;
        }
        return now - idleSince > limits.idleNanos(first, pressure) ? Late.NEXT_REQUEST : Late.NOTHING;
    }
}
