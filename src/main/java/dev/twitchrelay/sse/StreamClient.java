package dev.twitchrelay.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One open event stream: a cursor in the log and a connection; nothing is queued here. Confined to its event loop.
 */
final class StreamClient implements ClientConnection.Listener {

    static final SharedBuffer PING = SharedBuffer.forever(EventFrame.ping());

    private final ClientLoop loop;
    private final ClientTable table;
    private final ClientConnection connection;
    private final FilterLane lane;
    private final String address;

    private List<LogEntry> replay;
    private int replayed;
    private boolean blocked;
    private boolean ending;
    private boolean closed;

    /** The client's place in the table, kept by it. */
    int place;

    /** The connection's slot in the loop's ring, kept by the loop. */
    int slot = SendRing.NO_SLOT;

    StreamClient(
            ClientLoop loop,
            ClientTable table,
            ClientConnection connection,
            FilterLane lane,
            String address,
            Opening opening) {
        this.loop = loop;
        this.table = table;
        this.connection = connection;
        this.lane = lane;
        this.address = address;
        this.replay = opening.replay();
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

    /** Whether it is to be served from the log and nothing else, and takes what it is given. */
    boolean flows() {
        return !blocked && !ending && replay == null;
    }

    int descriptor() {
        return connection.descriptor();
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
        table.lastWrite(place, now);
        connection.open(EventFrame.concat(frames), this);
        noteWhetherBlocked();
    }

    /** Brings the client up to a position, as far as its connection takes it. */
    void serve(long target, long now) {
        while (replay != null && !blocked && !ending) {
            List<byte[]> frames = new ArrayList<>();
            addReplay(frames);
            table.lastWrite(place, now);
            connection.write(EventFrame.concat(frames));
            noteWhetherBlocked();
        }
        while (!blocked && !ending && table.cursor(place) < target) {
            Batch batch = lane.batch(table.cursor(place), target);
            if (batch == null) {
                loop.cut(this, "is further behind than the log reaches");
                return;
            }
            table.cursor(place, batch.to());
            if (batch.buffer() != null) {
                table.lastWrite(place, now);
                loop.delivered(batch.messages());
                connection.write(batch.buffer());
                noteWhetherBlocked();
            }
            batch.handBack();
        }
    }

    /** What a send that was done for it has come to. */
    void sent(SharedBuffer frames, int result) {
        if (!closed) {
            connection.sent(frames, result);
            noteWhetherBlocked();
        }
    }

    /** Gives up on a client that does not read, or pings one that has heard nothing for a while. */
    void check(long now, long newest, long mostLag, long slowNanos, long heartbeatNanos) {
        if (closed || ending) {
            return;
        }
        long silence = now - table.lastWrite(place);
        if (blocked) {
            long lag = newest - table.cursor(place);
            if (lag > mostLag) {
                loop.cut(this, "is " + lag + " messages behind");
            } else if (silence >= slowNanos) {
                loop.cut(this, "has read nothing for " + silence / 1_000_000 + " ms");
            }
        } else if (silence >= heartbeatNanos) {
            table.lastWrite(place, now);
            connection.write(PING);
            noteWhetherBlocked();
        }
    }

    void sayBye(long retryMillis) {
        ending = true;
        table.slot(place, ClientTable.NO_SLOT);
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
            table.slot(place, ClientTable.NO_SLOT);
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
        if (!blocked && !closed && connection.isFull()) {
            blocked = true;
            table.slot(place, ClientTable.BLOCKED);
        }
    }
}
