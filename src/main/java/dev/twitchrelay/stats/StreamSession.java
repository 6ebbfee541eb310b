package dev.twitchrelay.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The latest stream: its id, its begin and its viewers so far. A stream that ends and comes back with the same id is
 * the same stream. Memory is bounded: at {@value #MOST_SAMPLES} samples, every second sample is removed, and new
 * samples are taken half as often. Not thread-safe; {@link ChannelStats} calls it under its lock.
 */
final class StreamSession {
    static final int MOST_SAMPLES = 240;
    private static final int REMEMBERED = 100;

    /** The number of viewers at one time. */
    record Sample(Instant at, long viewers) {}

    private final Set<String> earlier = new LinkedHashSet<>();
    private String id = "";
    private Instant startedAt;
    private Duration spacing = Duration.ZERO;
    private List<Sample> samples = new ArrayList<>();

    /**
     * A stream is on. It is a new stream, unless the id is the id of the latest stream.
     *
     * @param id Twitch's id; empty when Twitch does not name it
     * @param startedAt the begin of the stream; null when Twitch does not name it
     */
    void begin(String id, Instant startedAt) {
        if (isCurrent(id)) {
            return;
        }
        if (!this.id.isEmpty()) {
            earlier.add(this.id);
            if (earlier.size() > REMEMBERED) {
                earlier.remove(earlier.iterator().next());
            }
        }
        earlier.remove(id);
        this.id = id;
        this.startedAt = startedAt;
        spacing = Duration.ZERO;
        samples = new ArrayList<>();
    }

    /** Adds the id and the begin that a later answer of Twitch names. */
    void update(String id, Instant startedAt) {
        if (this.id.isEmpty()) {
            this.id = id;
            earlier.remove(id);
        }
        if (startedAt != null) {
            this.startedAt = startedAt;
        }
    }

    /** Whether this is the id of the latest stream. */
    boolean isCurrent(String id) {
        return !id.isEmpty() && id.equals(this.id);
    }

    /** Whether this is the id of an earlier stream, so that the message about it is late. */
    boolean isEarlier(String id) {
        return earlier.contains(id);
    }

    boolean hasId() {
        return !id.isEmpty();
    }

    /** Adds a sample, unless the latest sample is too recent. */
    void sample(Instant at, long viewers) {
        if (!samples.isEmpty()
                && Duration.between(samples.get(samples.size() - 1).at(), at)
                                .abs()
                                .compareTo(spacing)
                        < 0) {
            return;
        }
        if (samples.size() == MOST_SAMPLES) {
            thin();
        }
        samples.add(new Sample(at, viewers));
    }

    private void thin() {
        List<Sample> everySecond = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            everySecond.add(samples.get(i));
        }
        samples = everySecond;
        Instant first = samples.get(0).at();
        spacing = Duration.between(first, samples.get(samples.size() - 1).at()).dividedBy(samples.size() - 1);
    }

    /** @param live null while it is not known */
    StreamStatus status(Boolean live) {
        if (!Boolean.TRUE.equals(live)) {
            return new StreamStatus(live, null, null, List.of());
        }
        return new StreamStatus(
                true,
                id.isEmpty() ? null : id,
                startedAt,
                samples.stream()
                        .map(sample -> new long[] {sample.at().toEpochMilli(), sample.viewers()})
                        .toList());
    }
}
