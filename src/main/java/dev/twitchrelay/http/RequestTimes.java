package dev.twitchrelay.http;

/**
 * How long the parts of a request have taken on one connection of HTTP/1, and which of them is late: its head, its body, the relay's
 * answer, and the client's taking of the answer. Knows neither socket nor clock; times are {@link System#nanoTime()}. Confined to the
 * connection's event loop.
 */
final class RequestTimes {
    /** What is late. */
    enum Late {
        NOTHING,
        /** Nothing was said for too long: no abuse, the connection is closed. */
        NEXT_REQUEST,
        HEAD,
        BODY,
        ANSWER,
        TAKING,
        /** The request waits because its address has too many others. */
        TURN,
        /** The client has closed its side, and what it still asked for is not ready. */
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
    private boolean bodyOpen;
    private boolean inWork;
    private boolean unanswered;
    private long waitingSince;
    private boolean waiting;
    private long overAt;
    private long takenAt;
    private long takenMark;
    private boolean untaken;
    private long overBytes;
    private long inputEndedAt;
    private boolean inputEnded;

    RequestTimes(ConnectionLimits limits, long now) {
        this.limits = limits;
        this.idleSince = now;
    }

    /** Bytes have come while no request was in work; only the first of a request count. */
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

    /** Whether a request waits for others of its address. */
    void waits(boolean waits, long now) {
        if (waits && !waiting) {
            waitingSince = now;
        }
        waiting = waits;
    }

    /**
     * What the socket has not taken.
     *
     * @param mark smaller each time that the socket takes something
     */
    void unsent(long bytes, long mark, long now) {
        if (mark < takenMark || !untaken) {
            takenAt = now;
        }
        untaken = bytes > 0;
        overBytes = overBytes == UNKNOWN ? bytes : overBytes;
        takenMark = mark;
    }

    /** The client has said everything. */
    void inputEnds(long now) {
        inputEnded = true;
        inputEndedAt = now;
    }

    boolean hasWaiting() {
        return waiting;
    }

    Late late(long now, Connections.Pressure pressure) {
        long patience = limits.untaken().toNanos();
        if (untaken) {
            boolean stuck = now - takenAt > (pressure.answers() ? patience / 3 : patience);
            // who takes it steadily has time for all of it
            long whole = limits.whole().toNanos() + overBytes * (SECOND / LEAST_BYTES_A_SECOND);
            if (stuck || (!inWork && now - overAt > whole)) {
                return Late.TAKING;
            }
            if (!inWork) {
                return Late.NOTHING;
            }
        }
        if (inputEnded && !untaken && (unanswered || !inWork) && now - inputEndedAt > patience) {
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
        boolean soon = first || pressure.connections();
        return now - idleSince > (soon ? limits.head() : limits.idle()).toNanos() ? Late.NEXT_REQUEST : Late.NOTHING;
    }
}
