package dev.twitchrelay.sse;

import java.util.Arrays;

/**
 * The clients of one event loop, and column by column what a round needs of each: it then reads a few numbers one after the
 * other, and the clients themselves, which lie scattered in memory, only where something is the matter. Confined to the loop.
 */
final class ClientTable {

    /** The client has to be looked at in each round. */
    static final int NO_SLOT = SendRing.NO_SLOT;

    /** The client takes nothing; only how long and how far behind is of interest. */
    static final int BLOCKED = -2;

    private StreamClient[] clients = new StreamClient[16];
    private FilterLane[] lanes = new FilterLane[16];
    private long[] cursors = new long[16];
    private long[] lastWrites = new long[16];
    private int[] slots = new int[16];
    private int size;

    int size() {
        return size;
    }

    StreamClient client(int place) {
        return clients[place];
    }

    FilterLane lane(int place) {
        return lanes[place];
    }

    /** The position in the log up to which the client has been served. */
    long cursor(int place) {
        return cursors[place];
    }

    void cursor(int place, long position) {
        cursors[place] = position;
    }

    /** When the client was last written to, as {@link System#nanoTime}. */
    long lastWrite(int place) {
        return lastWrites[place];
    }

    void lastWrite(int place, long nanoTime) {
        lastWrites[place] = nanoTime;
    }

    /** The client's slot in the ring, if all it needs is what the log has; otherwise {@link #NO_SLOT} or {@link #BLOCKED}. */
    int slot(int place) {
        return slots[place];
    }

    void slot(int place, int slot) {
        slots[place] = slot;
    }

    StreamClient[] all() {
        return Arrays.copyOf(clients, size);
    }

    /** Adds a client at the end and tells it its place. */
    void add(StreamClient client, long cursor) {
        if (size == clients.length) {
            clients = Arrays.copyOf(clients, 2 * size);
            lanes = Arrays.copyOf(lanes, 2 * size);
            cursors = Arrays.copyOf(cursors, 2 * size);
            lastWrites = Arrays.copyOf(lastWrites, 2 * size);
            slots = Arrays.copyOf(slots, 2 * size);
        }
        client.place = size;
        clients[size] = client;
        lanes[size] = client.lane();
        cursors[size] = cursor;
        slots[size] = NO_SLOT;
        size++;
    }

    /** Removes a client; the last one moves to its place. */
    void remove(StreamClient client) {
        int place = client.place;
        int last = --size;
        clients[place] = clients[last];
        clients[place].place = place;
        lanes[place] = lanes[last];
        cursors[place] = cursors[last];
        lastWrites[place] = lastWrites[last];
        slots[place] = slots[last];
        clients[last] = null;
        lanes[last] = null;
    }
}
