package dev.twitchrelay.cluster;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JetStream stream that all replicas share, and the connection to it, which is opened again after a failure. The
 * stream keeps a limited number of events and only the latest totals. Methods block for a few seconds at most.
 * Thread-safe.
 */
final class NatsStream implements AutoCloseable {
    private static final String SUBJECT = "twitch-relay.";
    private static final String ALL = SUBJECT + ">";
    private static final String TERMS = SUBJECT + "terms";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration TWITCH_REPEATS_FOR = Duration.ofMinutes(10);
    private static final int NO_SUCH_STREAM = 10059;

    /** The messages that the stream keeps beside the history: the latest totals, and the begins of terms. */
    private static final long BESIDE_HISTORY = 1_000;

    /** The header by which the stream recognises a message that it already has. */
    static final String MESSAGE_ID = "Nats-Msg-Id";

    /** After so many unanswered requests in a row the connection is given up, even if it looks well. */
    private static final int MOST_UNANSWERED = 3;

    private final StreamSettings settings;
    private final Runnable disturbed;
    private final JetStreamOptions requests =
            JetStreamOptions.builder().requestTimeout(PATIENCE).build();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Connection connection;
    private volatile boolean closed;

    /** @param disturbed is called when messages may have stopped coming; it must return soon */
    NatsStream(StreamSettings settings, Runnable disturbed) {
        this.settings = settings;
        this.disturbed = disturbed;
    }

    /** Whether there is a connection to the server. */
    boolean isConnected() {
        Connection current = connection;
        return current != null && current.getStatus() == Connection.Status.CONNECTED;
    }

    /** Opens a connection if there is none, and asks for the state of the stream, which it creates if needed. */
    StreamInfo open() throws IOException, InterruptedException, JetStreamApiException {
        Connection current = connect();
        try {
            StreamInfo info = info(current.jetStreamManagement(requests));
            unanswered.set(0);
            return info;
        } catch (IOException e) {
            if (unanswered.incrementAndGet() >= MOST_UNANSWERED) {
                unanswered.set(0);
                abandon(current);
            }
            throw e;
        }
    }

    private StreamInfo info(JetStreamManagement management) throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(settings.stream());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != NO_SUCH_STREAM) {
                throw e;
            }
            return management.addStream(StreamConfiguration.builder()
                    .name(settings.stream())
                    .subjects(ALL)
                    .storageType(StorageType.File)
                    .replicas(settings.replicas())
                    .maxMessages(settings.history() + BESIDE_HISTORY)
                    .duplicateWindow(TWITCH_REPEATS_FOR)
                    .allowRollup(true)
                    .build());
        }
    }

    /**
     * Connects without the client's own reconnection, because a failure during that reconnection can end the client's
     * attempts.
     */
    private synchronized Connection connect() throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("this replica is stopping");
        }
        if (isConnected()) {
            return connection;
        }
        if (connection != null) {
            abandon(connection);
        }
        try {
            connection = Nats.connect(options().build());
            return connection;
        } catch (IOException e) {
            throw new IOException(withoutSecrets(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new IOException("cluster.nats.servers cannot be read: " + withoutSecrets(e.getMessage()));
        }
    }

    /** The message without user and password, because the client's messages quote addresses. */
    private static String withoutSecrets(String message) {
        return String.valueOf(message).replaceAll("//[^\\s,\\]]*@", "//");
    }

    private Options.Builder options() {
        Options.Builder options = Options.builder()
                .servers(settings.servers().toArray(String[]::new))
                .connectionName("twitch-relay")
                .connectionTimeout(PATIENCE)
                .noReconnect()
                .pingInterval(Duration.ofSeconds(1))
                .maxPingsOut(2)
                .connectionListener(this::connectionChanged)
                .errorListener(new ErrorListener() {
                    @Override
                    public void heartbeatAlarm(
                            Connection conn, JetStreamSubscription sub, long lastStream, long lastConsumer) {
                        disturbed.run();
                    }
                });
        StreamSettings.Login login = settings.login();
        if (!login.token().isEmpty()) {
            options.token(login.token().toCharArray());
        } else if (!login.user().isEmpty()) {
            options.userInfo(login.user().toCharArray(), login.password().toCharArray());
        } else if (!login.credentials().isEmpty()) {
            options.authHandler(Nats.credentials(login.credentials()));
        }
        return options;
    }

    /** Gives a connection up. It is closed on another thread, because closing may take long. */
    private synchronized void abandon(Connection abandoned) {
        if (connection == abandoned) {
            connection = null;
        }
        CompletableFuture.runAsync(() -> close(abandoned));
    }

    private Connection connection() throws IOException {
        Connection current = connection;
        if (current == null) {
            throw new IOException("there is no connection to NATS");
        }
        return current;
    }

    private void connectionChanged(Connection changed, ConnectionListener.Events event) {
        if (changed != connection) {
            return;
        }
        if (event == ConnectionListener.Events.DISCONNECTED || event == ConnectionListener.Events.CLOSED) {
            disturbed.run();
        }
    }

    /** Subscribes to all messages after a sequence of the stream. */
    JetStreamSubscription tail(long after) throws IOException, JetStreamApiException {
        return connection()
                .jetStream(requests)
                .subscribe(
                        ALL,
                        PushSubscribeOptions.builder().stream(settings.stream())
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
     * @return whether the stream accepted the message now
     */
    boolean publish(Envelope envelope, String id) throws IOException, JetStreamApiException {
        PublishAck ack = connection()
                .jetStream(requests)
                .publish(
                        envelope.encode(SUBJECT + envelope.message().type()),
                        PublishOptions.builder().stream(settings.stream())
                                .messageId(id)
                                .build());
        return !ack.isDuplicate();
    }

    /**
     * Publishes the begin of a term.
     *
     * @param last the newest sequence of the stream that this replica has read
     * @throws JetStreamApiException when the stream has a newer sequence; then nothing is published
     */
    void publishTerm(long term, long last) throws IOException, JetStreamApiException {
        connection()
                .jetStream(requests)
                .publish(
                        Envelope.beginOf(term).encode(TERMS),
                        PublishOptions.builder().stream(settings.stream())
                                .expectedLastSequence(last)
                                .build());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            close(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
