package dev.twitchrelay.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream that is on: since when, and its viewers so far. Memory is bounded: when there are {@value #MOST} samples, every
 * second one goes, and from then on they are taken half as often. Not thread-safe.
 */
final class StreamSession {
    static final int MOST = 240;

    /** At a moment, so many watched. */
    record Sample(Instant at, long viewers) {}

    private Instant startedAt;
    private Duration spacing = Duration.ZERO;
    private List<Sample> samples = new ArrayList<>();

    /** @param startedAt as Twitch says; null when it does not */
    void begin(Instant startedAt) {
        end();
        this.startedAt = startedAt;
    }

    /** A later answer of Twitch's knows the beginning better than the first event. */
    void began(Instant startedAt) {
        this.startedAt = startedAt;
    }

    void end() {
        startedAt = null;
        spacing = Duration.ZERO;
        samples = new ArrayList<>();
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
        return new StreamStatus(
                live,
                startedAt,
                samples.stream()
                        .map(sample -> new long[] {sample.at().toEpochMilli(), sample.viewers()})
                        .toList());
    }
}
