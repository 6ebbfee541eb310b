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

    private final ConnectionLimits limits;
    private long idleSince;
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
        takenAt = now;
    }

    /** The answer has ended, though the socket may not have taken all of it. */
    void over(long now) {
        inWork = false;
        headBegun = false;
        idleSince = now;
        overAt = now;
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
     * @param mark another one each time that the socket takes something
     */
    void unsent(long bytes, long mark, long now) {
        untaken = bytes > 0;
        if (mark != takenMark) {
            takenMark = mark;
            takenAt = now;
        }
    }

    /** The client has said everything. */
    void inputEnds(long now) {
        inputEnded = true;
        inputEndedAt = now;
    }

    boolean hasWaiting() {
        return waiting;
    }

    /** @param pressed whether clients that do not take their answers have less time, because too many do not */
    Late late(long now, boolean pressed) {
        long patience = limits.untaken().toNanos();
        if (inputEnded && now - inputEndedAt > patience) {
            return Late.END;
        }
        if (untaken && !unanswered) {
            boolean stuck = now - takenAt > (pressed ? patience / 10 : patience);
            return stuck || (!inWork && now - overAt > limits.whole().toNanos()) ? Late.TAKING : Late.NOTHING;
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
        if (now - idleSince > limits.head().toNanos()) {
            return headBegun ? Late.HEAD : Late.NEXT_REQUEST;
        }
        return Late.NOTHING;
    }
}
