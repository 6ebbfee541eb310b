package dev.twitchrelay.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One open event stream: a cursor in the log and a connection; nothing is queued here. Confined to its event loop.
 */
final class StreamClient implements ClientConnection.Listener {

    private static final SharedBuffer PING = SharedBuffer.forever(EventFrame.ping());

    private final ClientLoop loop;
    private final ClientConnection connection;
    private final FilterLane lane;
    private final String address;

    private List<LogEntry> replay;
    private int replayed;

    /** The position in the log up to which the client has been served. */
    private long cursor;

    /** When the client was last written to, as {@link System#nanoTime}. */
    private long lastWrite;

    /** Whether the connection takes nothing for the moment. */
    private boolean blocked;

    private boolean ending;
    private boolean closed;

    /** The client's place among the loop's clients, kept by the loop. */
    int place;

    StreamClient(ClientLoop loop, ClientConnection connection, FilterLane lane, String address, Opening opening) {
        this.loop = loop;
        this.connection = connection;
        this.lane = lane;
        this.address = address;
        this.replay = opening.replay();
        this.cursor = opening.cursor();
    }

    FilterLane lane() {
        return lane;
    }

    boolean isClosed() {
        return closed;
    }

    String address() {
        return address;
    }

    /** Writes the response head and everything that comes before live messages, as far as one write may go. */
    void open(Opening opening, boolean stale, long retryMillis, long now) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(EventFrame.retry(retryMillis));
        frames.add(EventFrame.hello(opening.startId(), opening.missed(), stale));
        if (opening.snapshot() != null) {
            String json = opening.snapshot().message().json();
            frames.add(EventFrame.message(opening.startId(), json.getBytes(StandardCharsets.UTF_8)));
            loop.delivered(1);
        }
        addReplay(frames);
        lastWrite = now;
        connection.open(EventFrame.concat(frames), this);
        noteWhetherBlocked();
    }

    /** Brings the client up to a position, as far as its connection takes it. */
    void serve(long target, long now) {
        while (replay != null && !blocked && !ending) {
            List<byte[]> frames = new ArrayList<>();
            addReplay(frames);
            lastWrite = now;
            connection.write(EventFrame.concat(frames));
            noteWhetherBlocked();
        }
        while (!blocked && !ending && cursor < target) {
            Batch batch = lane.batch(cursor, target);
            if (batch == null) {
                loop.cut(this, "is further behind than the log reaches");
                return;
            }
            cursor = batch.to();
            if (batch.buffer() != null) {
                lastWrite = now;
                loop.delivered(batch.messages());
                connection.write(batch.buffer());
                noteWhetherBlocked();
            }
            batch.handBack();
        }
    }

    /** Gives up on a client that does not read, or pings one that has heard nothing for a while. */
    void check(long now, long newest, long mostLag, long slowNanos, long heartbeatNanos) {
        if (closed || ending) {
            return;
        }
        long silence = now - lastWrite;
        if (blocked) {
            long lag = newest - cursor;
            if (lag > mostLag) {
                loop.cut(this, "is " + lag + " messages behind");
            } else if (silence >= slowNanos) {
                loop.cut(this, "has read nothing for " + silence / 1_000_000 + " ms");
            }
        } else if (silence >= heartbeatNanos) {
            lastWrite = now;
            connection.write(PING);
            noteWhetherBlocked();
        }
    }

    void sayBye(long retryMillis) {
        ending = true;
        connection.end(EventFrame.bye(retryMillis), this::closed);
    }

    void cut() {
        closed();
        connection.cut();
    }

    @Override
    public void drained() {
        if (blocked && !closed) {
            blocked = false;
            loop.serveLater(this);
        }
    }

    @Override
    public void closed() {
        if (!closed) {
            closed = true;
            ending = true;
            loop.remove(this);
        }
    }

    private void addReplay(List<byte[]> frames) {
        int bytes = 0;
        int before = replayed;
        while (replayed < replay.size() && bytes < Batch.MOST_BYTES) {
            byte[] frame = replay.get(replayed++).frame();
            bytes += frame.length;
            frames.add(frame);
        }
        loop.delivered(replayed - before);
        if (replayed == replay.size()) {
            replay = null;
        }
    }

    private void noteWhetherBlocked() {
        blocked = blocked || (!closed && connection.isFull());
    }
}
