package dev.twitchrelay.cluster;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * This replica's one connection to NATS, which is opened again after a failure. Methods block for a few seconds at most.
 * Thread-safe.
 */
final class NatsConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** After so many unanswered requests in a row the connection is given up, even if it looks well. */
    private static final int MOST_UNANSWERED = 3;

    private static final long USUAL_LARGEST = 1024 * 1024;

    /** The options of requests to JetStream. */
    static final JetStreamOptions REQUESTS =
            JetStreamOptions.builder().requestTimeout(PATIENCE).build();

    private final StreamSettings settings;
    private final Runnable disturbed;
    private final List<Consumer<Connection>> whenConnected = new CopyOnWriteArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Connection connection;
    private volatile boolean closed;

    /** @param disturbed is called when messages may have stopped coming; it must return soon */
    NatsConnection(StreamSettings settings, Runnable disturbed) {
        this.settings = settings;
        this.disturbed = disturbed;
    }

    StreamSettings settings() {
        return settings;
    }

    /** Adds a task for every new connection. It must return soon. */
    void whenConnected(Consumer<Connection> task) {
        whenConnected.add(task);
    }

    /** Whether there is a connection to the server. */
    boolean isConnected() {
        Connection current = connection;
        return current != null && current.getStatus() == Connection.Status.CONNECTED;
    }

    /** The connection, which may end at any moment. */
    Connection current() throws IOException {
        Connection current = connection;
        if (current == null || current.getStatus() != Connection.Status.CONNECTED) {
            throw new IOException("there is no connection to NATS");
        }
        return current;
    }

    /**
     * The connection; a new one if there is none. It has not the client's own reconnection, because a failure during that
     * reconnection can end the client's attempts.
     */
    synchronized Connection connect() throws IOException, InterruptedException {
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
        } catch (IOException e) {
            throw new IOException(withoutSecrets(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new IOException("cluster.nats.servers cannot be read: " + withoutSecrets(e.getMessage()));
        }
        whenConnected.forEach(task -> task.accept(connection));
        return connection;
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

    private void connectionChanged(Connection changed, ConnectionListener.Events event) {
        if (changed != connection) {
            return;
        }
        if (event == ConnectionListener.Events.DISCONNECTED || event == ConnectionListener.Events.CLOSED) {
            disturbed.run();
        }
    }

    /** The largest message that the server takes, in bytes; a guess while there is no connection. */
    long largestMessage() {
        Connection current = connection;
        return current == null ? USUAL_LARGEST : current.getMaxPayload();
    }

    /** A request was answered. */
    void answered() {
        unanswered.set(0);
    }

    /** A request on this connection was not answered. */
    void unanswered(Connection silent) {
        if (unanswered.incrementAndGet() >= MOST_UNANSWERED) {
            unanswered.set(0);
            abandon(silent);
        }
    }

    /** Gives a connection up. It is closed on another thread, because closing may take long. */
    private synchronized void abandon(Connection abandoned) {
        if (connection == abandoned) {
            connection = null;
        }
        CompletableFuture.runAsync(() -> close(abandoned));
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
