package dev.twitchrelay.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A lease under a key of a NATS bucket. NATS accepts only one of several simultaneous writes, by the revision of the key. While
 * NATS is away nobody can take or renew the lease, and nothing can be published either. Methods block for a part of the lease at
 * most. Not thread-safe.
 */
final class NatsLeaseStore implements LeaseStore {
    private static final int WRONG_REVISION = 10071;
    private static final String BUCKET = "_LEASES";

    private final NatsConnection nats;
    private final String key;
    private final KeyValueOptions options;
    private final String name;
    private Connection connection;
    private KeyValue bucket;

    /** The revision that this store last read or wrote. */
    private long revision;

    /**
     * @param key the name of the lease
     * @param lease the time after which the lease ends; a request may take a third of it
     */
    NatsLeaseStore(NatsConnection nats, String key, Duration lease) {
        this.nats = nats;
        this.key = key;
        this.name = nats.settings().stream() + BUCKET;
        this.options = KeyValueOptions.builder()
                .jetStreamOptions(JetStreamOptions.builder()
                        .requestTimeout(lease.dividedBy(3))
                        .build())
                .build();
    }

    @Override
    public Optional<Lease> read() throws IOException {
        return request(() -> {
            KeyValueEntry entry = bucket().get(key);
            if (entry == null) {
                return Optional.empty();
            }
            revision = entry.getRevision();
            JsonNode json = JsonMappers.lenient(entry.getValueAsString());
            return Optional.of(new Lease(
                    json.path("holder").asText(""),
                    json.path("term").asLong(),
                    String.valueOf(revision),
                    Duration.ofMillis(json.path("duration").asLong()),
                    json.path("offered").asBoolean()));
        });
    }

    @Override
    public Optional<Lease> take(Optional<Lease> seen, String holder, Duration duration) throws IOException {
        Lease lease = new Lease(holder, seen.map(Lease::term).orElse(0L) + 1, "", duration, false);
        return seen.isPresent()
                ? write(lease)
                : request(() -> {
                    revision = bucket().create(key, json(lease));
                    return Optional.of(lease);
                });
    }

    @Override
    public Optional<Lease> rewrite(Lease own, boolean offered) throws IOException {
        return write(new Lease(own.holder(), own.term(), "", own.duration(), offered));
    }

    @Override
    public void release(Lease own) throws IOException {
        write(new Lease("", own.term(), "", own.duration(), false));
    }

    private Optional<Lease> write(Lease lease) throws IOException {
        return request(() -> {
            revision = bucket().update(key, json(lease), revision);
            return Optional.of(lease);
        });
    }

    private static byte[] json(Lease lease) {
        return JsonMappers.PLAIN
                .createObjectNode()
                .put("holder", lease.holder())
                .put("term", lease.term())
                .put("duration", lease.duration().toMillis())
                .put("offered", lease.offered())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A request to NATS. */
    private interface Request {
        Optional<Lease> run() throws IOException, JetStreamApiException;
    }

    /** Runs a request. It gives nothing when somebody else has written. */
    private Optional<Lease> request(Request request) throws IOException {
        try {
            return request.run();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == WRONG_REVISION) {
                return Optional.empty();
            }
            connection = null;
            throw new IOException("NATS refuses the lease " + key + ": " + e.getMessage(), e);
        } catch (IllegalStateException closed) {
            throw new IOException("the connection to NATS has ended", closed);
        }
    }

    /** The bucket, which is created if it does not exist. */
    private KeyValue bucket() throws IOException, JetStreamApiException {
        Connection current = nats.current();
        if (connection != current) {
            try {
                bucket = current.keyValue(name, options);
            } catch (IOException e) {
                if (!(e.getCause() instanceof JetStreamApiException cause)
                        || cause.getApiErrorCode() != NatsStream.NO_SUCH_STREAM) {
                    throw e;
                }
                current.keyValueManagement(options)
                        .create(KeyValueConfiguration.builder()
                                .name(name)
                                .storageType(StorageType.File)
                                .replicas(nats.settings().replicas())
                                .build());
                bucket = current.keyValue(name, options);
            }
            connection = current;
        }
        return bucket;
    }
}
