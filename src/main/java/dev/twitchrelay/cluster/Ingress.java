package dev.twitchrelay.cluster;

import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import java.nio.charset.StandardCharsets;

/**
 * The stream of everything that the sessions of all replicas receive. Every replica reads it from its begin, so that each can
 * lead at once. A message of the stream has one line for each report:
 *
 * <ul>
 *   <li>{@code {…}} is a report of a session, which the cluster does not read
 *   <li>{@code gone NAME}: the replica with this name is gone, and so are its sessions
 *   <li>{@code missing}: the sender has dropped reports, because too many waited for NATS
 * </ul>
 *
 * Thread-safe.
 */
final class Ingress implements StreamReader.Handler, AutoCloseable {
    static final String GONE = "gone ";
    static final String MISSING = "missing";

    private final String self;
    private final Receiver receiver;
    private final Runnable givenUp;
    private final StreamReader reader;
    private final IngressSender sender;
    private long stream;

    /** The relay's part of the sessions. Methods return soon; they are called on the reading thread. */
    interface Receiver {
        /**
         * The stream has been opened, at first or again.
         *
         * @param stream when the stream was made, in milliseconds
         * @param last the number of its newest message
         */
        void opened(long stream, long last);

        /**
         * @param sequence the number of the message in the stream; several reports may have the same
         * @param holder the name of the replica that sent the report
         */
        void read(long stream, long sequence, String holder, String report);

        /** The replica with this name is gone. */
        void gone(long stream, long sequence, String holder);

        /** Reports are missing at this place. */
        void missing(long stream, long sequence);
    }

    /**
     * @param self the name of this replica
     * @param capacity the number of reports that wait while NATS is away
     * @param givenUp called when the others count this replica as gone
     */
    Ingress(NatsConnection nats, String self, int capacity, Receiver receiver, Runnable givenUp) {
        NatsStream ingress = NatsStream.ofReports(nats);
        this.self = self;
        this.receiver = receiver;
        this.givenUp = givenUp;
        reader = new StreamReader(ingress, "ingress-reader", this);
        sender = new IngressSender(ingress, self, capacity);
    }

    StreamReader reader() {
        return reader;
    }

    IngressSender sender() {
        return sender;
    }

    void start() {
        reader.start();
        sender.start();
    }

    @Override
    public long opened(StreamInfo info, long position) {
        long created = info.getCreateTime().toInstant().toEpochMilli();
        long last = info.getStreamState().getLastSequence();
        receiver.opened(created, last);
        boolean isAnother = created != stream;
        stream = created;
        // what a stream has lost at its end was read here before
        return isAnother ? 0 : Math.min(position, last);
    }

    @Override
    public void take(Message message, long sequence) {
        String holder = NatsStream.sender(message);
        new String(message.getData(), StandardCharsets.UTF_8).lines().forEach(line -> {
            if (line.startsWith(GONE)) {
                String gone = line.substring(GONE.length());
                receiver.gone(stream, sequence, gone);
                if (gone.equals(self)) {
                    givenUp.run();
                }
            } else if (line.equals(MISSING)) {
                receiver.missing(stream, sequence);
            } else {
                receiver.read(stream, sequence, holder, line);
            }
        });
    }

    @Override
    public void close() {
        sender.close();
        reader.close();
    }
}
