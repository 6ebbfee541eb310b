package dev.twitchrelay.cluster;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;

/** A JetStream stream that all replicas share. Methods block for a few seconds at most. Thread-safe. */
final class NatsStream {
    private static final String SUBJECT = "twitch-relay.";
    private static final String TERMS = SUBJECT + "terms";
    private static final String REPORTS = "twitch-relay-ingress.";
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration TWITCH_REPEATS_FOR = Duration.ofMinutes(10);

    private static final Duration COPIES_COME = Duration.ofMinutes(15);
    private static final long MOST_REPORTS = 20_000;
    private static final long MOST_BYTES_OF_REPORTS = 256 * 1024 * 1024;

    /** NATS' number for a stream that does not exist. */
    static final int NO_SUCH_STREAM = 10059;

    /** The messages that the stream keeps beside the history: the latest totals, and the begins of terms. */
    private static final long BESIDE_HISTORY = 1_000;

    /** The header by which a stream recognises a message that it already has. */
    static final String MESSAGE_ID = "Nats-Msg-Id";

    private final NatsConnection nats;
    private final StreamConfiguration configuration;

    private NatsStream(NatsConnection nats, StreamConfiguration.Builder configuration) {
        this.nats = nats;
        this.configuration = configuration
                .storageType(StorageType.File)
                .replicas(nats.settings().replicas())
                .build();
    }

    /** The stream of published messages. It keeps a limited number of events and only the latest totals. */
    static NatsStream ofMessages(NatsConnection nats) {
        return new NatsStream(
                nats,
                StreamConfiguration.builder()
                        .name(nats.settings().stream())
                        .subjects(SUBJECT + ">")
                        .maxMessages(nats.settings().history() + BESIDE_HISTORY)
                        .duplicateWindow(TWITCH_REPEATS_FOR)
                        .allowRollup(true));
    }

    /** The stream of what the sessions receive, for as long as copies of it may come. */
    static NatsStream ofReports(NatsConnection nats) {
        return new NatsStream(
                nats,
                StreamConfiguration.builder()
                        .name(nats.settings().stream() + "_INGRESS")
                        .subjects(REPORTS + ">")
                        .maxMessages(MOST_REPORTS)
                        .maxBytes(MOST_BYTES_OF_REPORTS)
                        .maxAge(COPIES_COME)
                        .duplicateWindow(TWITCH_REPEATS_FOR));
    }

    String name() {
        return configuration.getName();
    }

    /** The largest message that the server takes, in bytes. */
    long largestMessage() {
        return nats.largestMessage();
    }

    /** Whether there is a connection to the server. */
    boolean isConnected() {
        return nats.isConnected();
    }

    /** Opens a connection if there is none, and asks for the state of the stream, which it creates if needed. */
    StreamInfo open() throws IOException, InterruptedException, JetStreamApiException {
        Connection current = nats.connect();
        try {
            StreamInfo info = info(current.jetStreamManagement(NatsConnection.REQUESTS));
            nats.answered();
            return info;
        } catch (IOException e) {
            nats.unanswered(current);
            throw e;
        }
    }

    private StreamInfo info(JetStreamManagement management) throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(configuration.getName());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != NO_SUCH_STREAM) {
                throw e;
            }
            return management.addStream(configuration);
        }
    }

    /** Subscribes to all messages after a sequence of the stream. */
    JetStreamSubscription tail(long after) throws IOException, JetStreamApiException {
        return nats.current()
                .jetStream(NatsConnection.REQUESTS)
                .subscribe(
                        configuration.getSubjects().get(0),
                        PushSubscribeOptions.builder().stream(configuration.getName())
                                .configuration(ConsumerConfiguration.builder()
                                        .ackPolicy(AckPolicy.None)
                                        .deliverPolicy(DeliverPolicy.ByStartSequence)
                                        .startSequence(after + 1)
                                        .idleHeartbeat(HEARTBEAT)
                                        .memStorage(true)
                                        .inactiveThreshold(Duration.ofSeconds(10))
                                        .build())
                                .build());
    }

    /**
     * Publishes a message and waits until the stream has it.
     *
     * @param id the stream accepts a message with the same id only once
     */
    PublishAck publish(Envelope envelope, String id) throws IOException, JetStreamApiException {
        return publish(
                envelope.encode(SUBJECT + envelope.message().type()),
                PublishOptions.builder().messageId(id));
    }

    /**
     * Publishes the begin of a term.
     *
     * @param last the newest sequence of the stream that this replica has read
     * @throws JetStreamApiException when the stream has a newer sequence; then nothing is published
     */
    void publishTerm(long term, long last) throws IOException, JetStreamApiException {
        publish(Envelope.beginOf(term).encode(TERMS), PublishOptions.builder().expectedLastSequence(last));
    }

    /**
     * Publishes reports of a session and waits until the stream has them.
     *
     * @param sender the name of the replica, as a part of a subject
     * @param id the stream accepts a message with the same id only once
     */
    void publishReports(String sender, byte[] reports, String id) throws IOException, JetStreamApiException {
        publish(
                NatsMessage.builder().subject(REPORTS + sender).data(reports).build(),
                PublishOptions.builder().messageId(id));
    }

    /** The name of the replica that sent the reports. */
    static String sender(Message reports) {
        return reports.getSubject().substring(REPORTS.length());
    }

    private PublishAck publish(Message message, PublishOptions.Builder options)
            throws IOException, JetStreamApiException {
        return nats.current()
                .jetStream(NatsConnection.REQUESTS)
                .publish(message, options.stream(configuration.getName()).build());
    }
}
