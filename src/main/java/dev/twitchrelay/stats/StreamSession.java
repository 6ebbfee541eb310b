package dev.twitchrelay.stats;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.BoundedMap;
import dev.twitchrelay.kit.Rfc3339;
import dev.twitchrelay.stats.ChannelStats.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Whether the channel is live, and the latest stream: its id, its begin and its viewers so far. Events decide whether
 * the channel is live, because Helix lists streams minutes late; polls correct missed events. A stream that ends and
 * comes back with the same id is the same stream. Memory is bounded: at {@value #MOST_SAMPLES} samples, every second
 * sample is removed, and new samples are taken half as often. Not thread-safe; {@link ChannelStats} calls it under its
 * lock.
 */
final class StreamSession {
    static final int MOST_SAMPLES = 240;
    private static final int REMEMBERED = 100;

    /** The longest time for which {@code /streams} may stay empty after a stream began. Twitch gives no figure. */
    private static final Duration LISTED_LATE = Duration.ofMinutes(5);

    /** The longest time for which {@code /streams} may still list an ended stream. Twitch gives no figure. */
    private static final Duration LISTED_AFTER_END = Duration.ofMinutes(15);

    /** The number of viewers at one time. */
    private record Sample(Instant at, long viewers) {}

    private boolean live;
    private long viewers;

    /** Whether Twitch has said whether the channel is live. */
    private boolean known;

    /** Whether only an earlier run or another relay got that answer. */
    private boolean inherited;

    /** The time of the latest event of a stream's begin or end: its arrival by our clock. */
    private Instant eventArrivedAt;

    /** The time of the same event by Twitch's clock. */
    private Instant eventSentAt;

    private final Set<String> earlier = Collections.newSetFromMap(new BoundedMap<>(REMEMBERED));
    private String id = "";
    private Instant startedAt;
    private Duration spacing = Duration.ZERO;
    private List<Sample> samples = new ArrayList<>();

    /** Whether the channel is live; false while it is not known. */
    boolean isLive() {
        return live;
    }

    /** The number of viewers; 0 while offline. */
    long viewers() {
        return viewers;
    }

    /** Takes the state of an earlier run or of another relay. */
    void restored(boolean live, long viewers) {
        this.live = live;
        this.viewers = live ? viewers : 0;
        known = true;
        inherited = true;
    }

    /** Forgets the state of an earlier run or of another relay, which Twitch has not confirmed. */
    void forgetInherited() {
        if (inherited) {
            live = false;
            viewers = 0;
            known = false;
            inherited = false;
            eventArrivedAt = null;
            eventSentAt = null;
        }
    }

    /** Takes over the begin or end of a stream from an event that an earlier run or another relay has published. */
    void published(boolean begins, JsonNode event, Instant at) {
        inherited |= changed(begins, event, at, at);
    }

    /**
     * Applies the begin or end of a stream. The id names the stream: the begin of the current stream changes nothing,
     * and neither does a late event of an earlier stream.
     *
     * @param now the time of the event's arrival by our clock
     * @param sentAt the time of the event by Twitch's clock
     * @return whether anything changed
     */
    boolean changed(boolean begins, JsonNode event, Instant now, Instant sentAt) {
        String eventId = event.path("id").asText("");
        if (earlier.contains(eventId) || (known && live == begins && (eventId.isEmpty() || isCurrent(eventId)))) {
            return false;
        }
        known = true;
        inherited = false;
        if (live != begins) {
            viewers = 0;
        }
        live = begins;
        eventArrivedAt = now;
        eventSentAt = sentAt;
        if (live) {
            begin(eventId, Rfc3339.parse(event.path("started_at").asText(), sentAt));
        }
        return true;
    }

    /**
     * Applies the answer of a poll.
     *
     * @param answer {@code live} with {@code viewers}, {@code started_at} and {@code id}
     */
    void polled(JsonNode answer, Instant now) {
        boolean listed = answer.path("live").asBoolean();
        String listedId = answer.path("id").asText("");
        Instant begin = Rfc3339.parse(answer.path("started_at").asText(), null);
        if (listed && isStillListed(listedId, begin, now)) {
            return;
        }
        if (!known || (listed != live && believable(listed, begin, now))) {
            live = listed;
            if (live) {
                begin(listedId, begin);
            }
        }
        known = true;
        inherited = false;
        if (!live) {
            viewers = 0;
        } else if (listed) {
            viewers = answer.path("viewers").asLong(0);
            if (!id.isEmpty() && !listedId.isEmpty()) {
                // another id means that the events of an end and a begin were missed
                begin(listedId, begin);
            }
            update(listedId, begin);
            sample(now);
        }
    }

    /** Whether Helix still lists an earlier stream, as it does for a while after the end. */
    private boolean isStillListed(String listedId, Instant begin, Instant now) {
        // absolute, because the clock may have been set back since
        if (eventArrivedAt == null
                || Duration.between(eventArrivedAt, now).abs().compareTo(LISTED_AFTER_END) > 0) {
            return false;
        }
        // without the id of the stream, only the time can tell
        boolean timeDecides = live && (listedId.isEmpty() || id.isEmpty());
        return earlier.contains(listedId)
                || (timeDecides && begin != null && !begin.isAfter(eventSentAt.minus(LISTED_AFTER_END)));
    }

    /** Whether a poll that contradicts the latest event may be right. */
    private boolean believable(boolean listed, Instant begin, Instant now) {
        if (eventArrivedAt == null) {
            return true;
        }
        Duration since = Duration.between(eventArrivedAt, now).abs();
        if (!listed) {
            return since.compareTo(LISTED_LATE) > 0;
        }
        // a stream that began after the event is another stream whose event was missed
        return since.compareTo(LISTED_AFTER_END) > 0 || (begin != null && begin.isAfter(eventSentAt));
    }

    /** A stream is on. It is a new stream, unless the id is the id of the latest stream. */
    private void begin(String newId, Instant begin) {
        if (isCurrent(newId)) {
            return;
        }
        if (!id.isEmpty()) {
            earlier.add(id);
        }
        earlier.remove(newId);
        id = newId;
        startedAt = begin;
        spacing = Duration.ZERO;
        samples = new ArrayList<>();
    }

    /** Adds the id and the begin that a later answer of Twitch names. */
    private void update(String listedId, Instant begin) {
        if (id.isEmpty()) {
            id = listedId;
            earlier.remove(listedId);
        }
        if (begin != null) {
            startedAt = begin;
        }
    }

    private boolean isCurrent(String candidate) {
        return !candidate.isEmpty() && candidate.equals(id);
    }

    /** Adds a sample of the viewers, unless the latest sample is too recent. */
    void sample(Instant at) {
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

    StreamStatus status() {
        if (!known || !live) {
            return new StreamStatus(known ? false : null, null, null, List.of());
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
