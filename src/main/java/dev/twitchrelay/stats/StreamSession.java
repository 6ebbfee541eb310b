package dev.twitchrelay.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The latest stream: its id, since when, and its viewers so far. The id makes it one stream: when it ends and the same one is
 * on again, it goes on. Memory is bounded: when there are {@value #MOST} samples, every second one goes, and from then on they
 * are taken half as often. Not thread-safe.
 */
final class StreamSession {
    static final int MOST = 240;
    private static final int REMEMBERED = 100;

    /** At a moment, so many watched. */
    record Sample(Instant at, long viewers) {}

    private final Set<String> earlier = new LinkedHashSet<>();
    private String id = "";
    private Instant startedAt;
    private Duration spacing = Duration.ZERO;
    private List<Sample> samples = new ArrayList<>();

    /**
     * A stream is on: a new one, unless it is known to be the one that was on before.
     *
     * @param id Twitch's; empty when it does not say
     * @param startedAt as Twitch says; null when it does not
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

    /** A later answer of Twitch's knows the stream better than the first event. */
    void began(String id, Instant startedAt) {
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

    /** Whether this is the id of a stream before the latest one: what is told of it is late. */
    boolean isEarlier(String id) {
        return earlier.contains(id);
    }

    boolean hasId() {
        return !id.isEmpty();
    }

    void watched(Instant at, long viewers) {
        if (!samples.isEmpty()
                && Duration.between(samples.get(samples.size() - 1).at(), at)
                                .abs()
                                .compareTo(spacing)
                        < 0) {
            return;
        }
        if (samples.size() == MOST) {
            thin();
        }
        samples.add(new Sample(at, viewers));
    }

    private void thin() {
        List<Sample> every = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            every.add(samples.get(i));
        }
        samples = every;
        Instant first = samples.get(0).at();
        spacing = Duration.between(first, samples.get(samples.size() - 1).at()).dividedBy(samples.size() - 1);
    }

    /** @param live null while that is unknown */
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
