package dev.twitchrelay.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An open event stream: a position in the log, and a connection. No message waits here. Confined to its event loop. */
final class StreamClient implements ClientConnection.Listener {

    private static final SharedBuffer PING = SharedBuffer.forever(EventFrame.ping());

    private final ClientLoop loop;
    private final ClientConnection connection;
    private final FilterGroup group;
    private final String address;

    /** The events that the client has missed, until all of them have been written; then null. */
    private List<LogEntry> replay;

    private int replayed;

    /** The position in the log up to which the client has been served. */
    private long cursor;

    /** The standing event that the client has got, or null. */
    private byte[] standing;

    /** The time of the last write, as {@link System#nanoTime}. */
    private long lastWrite;

    /** Whether the connection takes nothing at the moment. */
    private boolean blocked;

    /** The reconnect delay in ms, once the stream is to end; -1 before. */
    private long byeMillis = -1;

    private boolean ending;
    private boolean closed;

    /** The index of the client in the array of the loop, which the loop sets. */
    int index;

    StreamClient(ClientLoop loop, ClientConnection connection, FilterGroup group, String address) {
        this.loop = loop;
        this.connection = connection;
        this.group = group;
        this.address = address;
    }

    FilterGroup group() {
        return group;
    }

    boolean isClosed() {
        return closed;
    }

    String address() {
        return address;
    }

    /**
     * Writes the response head, the hello, the latest totals, the standing event, and missed events up to the limit of
     * one write.
     *
     * @param standing the latest standing event, or null
     */
    void open(MessageLog.Start start, byte[] standing, boolean stale, long retryMillis, long now) {
        StreamFilter filter = group.filter();
        boolean known = start.missed() != null;
        cursor = start.position();
        replay = new ArrayList<>(known ? start.missed() : List.of());
        replay.removeIf(entry -> !filter.passes(entry.message()));
        List<byte[]> frames = new ArrayList<>();
        frames.add(EventFrame.retry(retryMillis));
        frames.add(EventFrame.hello(start.id(), known ? replay.size() : -1, stale));
        if (start.totals() != null && filter.passes(start.totals().message())) {
            String json = start.totals().message().json();
            frames.add(EventFrame.message(start.id(), json.getBytes(StandardCharsets.UTF_8)));
            loop.delivered(1);
        }
        this.standing = standing;
        if (standing != null) {
            frames.add(standing);
        }
        addReplay(frames);
        lastWrite = now;
        connection.open(EventFrame.concat(frames), this);
        noteWhetherBlocked();
    }

    /** Writes the standing event if it is another one than the client has got, and if the connection takes it. */
    void tell(byte[] latest, long now) {
        if (latest != standing && !blocked && !ending) {
            standing = latest;
            lastWrite = now;
            connection.write(latest);
            noteWhetherBlocked();
        }
    }

    /** Writes messages up to a position, as far as the connection takes them. */
    void serve(long target, long now) {
        while (replay != null && !blocked && !ending) {
            List<byte[]> frames = new ArrayList<>();
            addReplay(frames);
            lastWrite = now;
            connection.write(EventFrame.concat(frames));
            noteWhetherBlocked();
        }
        while (!blocked && !ending && cursor < target) {
            Batch batch = group.batch(cursor, target);
            if (batch == null) {
                loop.cut(this, "is at a position that the log does not have any more");
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
        endIfServed();
    }

    /** Cuts a client that does not read, and pings a client that has got nothing for a while. */
    void check(long now, long newest, long maxLag, long slowNanos, long heartbeatNanos) {
        if (closed || ending) {
            return;
        }
        long silence = now - lastWrite;
        if (blocked) {
            long lag = newest - cursor;
            if (lag > maxLag) {
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

    /** Ends the stream as soon as the connection has taken everything else that this client has to get. */
    void sayBye(long retryMillis) {
        byeMillis = retryMillis;
        endIfServed();
    }

    private void endIfServed() {
        if (byeMillis >= 0 && !blocked && !ending) {
            ending = true;
            connection.end(EventFrame.bye(byeMillis), this::closed);
        }
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
