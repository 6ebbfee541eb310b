package dev.twitchrelay.sse;

import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sends of one slice of a round, to do at once, on a ring that is there only while it pays. Confined to the event loop.
 */
final class CollectedSends {

    private static final Logger LOG = LoggerFactory.getLogger(CollectedSends.class);

    /** Told of a client whose socket has not taken all; the result is that of {@link SendRing#result}. */
    interface Unfinished {
        void sent(StreamClient client, SharedBuffer frames, int result);
    }

    private final EventExecutor executor;
    private final int mostClients;
    private final Unfinished unfinished;
    private final int[] slots;
    private final Batch[] batches;

    /** The clients by slot, so that a send that succeeds does not touch its client: there are more than a cache holds. */
    private StreamClient[] clients = {};

    private SendRing ring;
    private boolean askedFor;

    /**
     * @param most        sends of one slice
     * @param mostClients that can be there; each may have a slot
     */
    CollectedSends(EventExecutor executor, int most, int mostClients, Unfinished unfinished) {
        this.executor = executor;
        this.mostClients = mostClients;
        this.unfinished = unfinished;
        this.slots = new int[most];
        this.batches = new Batch[most];
    }

    /** Whether there is a ring to {@link #add} sends to. */
    boolean areOpen() {
        return ring != null;
    }

    /**
     * Opens a ring, unless that has been tried, beside the event loop: to load what calls the kernel takes 0.1 s.
     *
     * @param opened runs on the event loop when the ring is there
     */
    void open(Runnable opened) {
        if (askedFor) {
            return;
        }
        askedFor = true;
        CompletableFuture.runAsync(() -> {
            try {
                if (SharedBuffer.haveAddresses()) {
                    handOver(SendRing.open(slots.length, mostClients), opened);
                }
            } catch (IOException | LinkageError e) {
                LOG.info("Each client is written to singly, because io_uring is not available: {}", e.toString());
            }
        });
    }

    private void handOver(SendRing ready, Runnable opened) {
        try {
            executor.execute(() -> {
                ring = ready;
                opened.run();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("An event loop has ended before its ring was there", e);
            ready.close();
        }
    }

    /** A slot for a client's socket; {@link SendRing#NO_SLOT} if there is none left. */
    int register(StreamClient client, int descriptor) {
        int slot = ring.register(descriptor);
        if (slot != SendRing.NO_SLOT) {
            if (slot >= clients.length) {
                clients = Arrays.copyOf(clients, Math.max(slot + 1, clients.length * 2));
            }
            clients[slot] = client;
        }
        return slot;
    }

    void release(int slot) {
        clients[slot] = null;
        ring.release(slot);
    }

    /** @param batch with something to write; it is handed back after the send */
    void add(int slot, Batch batch) {
        int index = ring.size();
        slots[index] = slot;
        batches[index] = batch;
        ring.add(slot, batch.buffer().address(), batch.buffer().chunkLength());
    }

    /**
     * Does them all and hands their batches back.
     *
     * @return whether the ring will do more; if not, nothing is lost, but it has to be {@linkplain #close closed}
     */
    boolean submit() {
        int sends = ring == null ? 0 : ring.size();
        if (sends == 0) {
            return true;
        }
        boolean lives = true;
        try {
            ring.submit();
        } catch (IOException e) {
            LOG.warn("The kernel takes no more sends together; from now on each client is written to singly", e);
            lives = false;
        }
        for (int i = 0; i < sends; i++) {
            Batch batch = batches[i];
            int result = ring.result(i);
            if (result != batch.buffer().chunkLength()) {
                unfinished.sent(clients[slots[i]], batch.buffer(), result);
            }
            batch.handBack();
            batches[i] = null;
        }
        return lives;
    }

    /**
     * Closes the ring and forgets all slots.
     *
     * @param again whether another may be opened later
     */
    void close(boolean again) {
        ring.close();
        ring = null;
        clients = new StreamClient[0];
        askedFor = !again;
    }
}
