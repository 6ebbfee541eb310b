package dev.twitchrelay.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The fold of polls and events into one set of totals, called by routes as the bean {@code channelStats}. Events decide
 * whether the channel is live, for Helix lists streams minutes late; polls bring the numbers and heal what events missed.
 * Thread-safe.
 *
 * <p>Unknown is not 0: there are no totals to tell until each polled resource has answered once, because a widget would
 * count from a 0 that Twitch never said. The last totals of an earlier run, or of another relay, are totals too.
 */
public final class ChannelStats {
    private final Clock clock;
    private final Lag lag;
    private final Tally followers;
    private final Tally subs;
    private final Map<String, PollStatus> polls = new TreeMap<>();
    private final StreamSession session = new StreamSession();
    private boolean live;
    private long viewers;

    /** Whether Twitch has said anything about the stream. */
    private boolean streamKnown;

    /** Whether each number has been told, or will not be for good. */
    private boolean complete;

    /** When an event last said that the stream began or ended: by our clock, and by Twitch's. */
    private Instant toldAt;

    private Instant toldTime;

    public ChannelStats(Clock clock, Lag lag) {
        this.clock = clock;
        this.lag = lag;
        this.followers = new Tally(lag.totals());
        this.subs = new Tally(lag.totals());
    }

    /**
     * The totals as they are now, to be published: asked for after a round of polls, and after an event that moved one.
     *
     * @return null while one of the resources that have been polled has never answered
     */
    public synchronized JsonNode current() {
        complete |= !polls.isEmpty() && polls.values().stream().allMatch(PollStatus::isSettled);
        return complete ? totals().toJson() : null;
    }

    /** The numbers, those included that nobody has been told yet; an unknown one is 0. */
    public synchronized Totals totals() {
        return new Totals(live, viewers, followers.value(), subs.value());
    }

    /** Whether the channel is live; false while that is unknown. */
    public synchronized boolean isLive() {
        return live;
    }

    /**
     * Takes over the totals that an earlier run told last, or another relay just now. They are believed until Twitch's
     * next answer.
     *
     * @param totals the data of a message of totals; what makes no sense in it is left out
     */
    public synchronized void toldElsewhere(JsonNode totals) {
        if (!totals.path("live").isBoolean()) {
            return;
        }
        Instant now = clock.instant();
        live = totals.path("live").asBoolean();
        viewers = live ? count(totals.path("viewers")) : 0;
        followers.told(count(totals.path("followers")));
        subs.told(count(totals.path("subs")));
        if (live) {
            session.watched(now, viewers);
        } else {
            session.end();
        }
        streamKnown = true;
        complete = true;
    }

    private static long count(JsonNode number) {
        return Math.max(0, number.asLong(0));
    }

    /**
     * Folds a poll's answer.
     *
     * @param resource names the poll in {@code /api/status}
     * @param answer any of {@code live} with {@code viewers} and {@code started_at}, {@code followers}, {@code subs}
     * @throws IllegalArgumentException when one of them, or all, is not there or no number: all values stay, and the message
     *     says what is wrong
     */
    public synchronized void polled(String resource, JsonNode answer) {
        PollAnswer.check(answer);
        Instant now = clock.instant();
        if (answer.has("live")) {
            polledStream(answer, now);
        }
        if (answer.has("followers")) {
            followers.polled(answer.path("followers").asLong(), now);
        }
        if (answer.has("subs")) {
            subs.polled(answer.path("subs").asLong(), now);
        }
        polls.put(resource, new PollStatus(now, null, null));
    }

    /**
     * A poll failed: its last values stay.
     *
     * @return whether that is news: the poll before did not fail for the same reason
     */
    public synchronized boolean pollFailed(String resource, String reason) {
        PollStatus before = polls.get(resource);
        polls.put(
                resource,
                before == null
                        ? new PollStatus(null, reason, null)
                        : new PollStatus(before.lastSuccessAt(), reason, before.refusal()));
        return before == null || !Objects.equals(before.error(), reason);
    }

    /**
     * A poll failed with this exception: its last values stay.
     *
     * @return the reason when it is news, otherwise null
     */
    public String pollBroke(String resource, Throwable failure) {
        String reason = PollAnswer.reason(failure);
        return pollFailed(resource, reason) ? reason : null;
    }

    /**
     * Twitch answered a poll with a status of 4xx. When it refuses the resource for good, a number that nobody has read is 0
     * from now on, and the status says why; all else goes on. Anything else is a failure.
     *
     * @param reads the number that the resource has: {@code stream}, {@code followers} or {@code subs}
     * @param status the HTTP status
     * @param body of the answer, may be null
     * @return the reason when it is news, otherwise null
     */
    public synchronized String pollRefused(String resource, String reads, int status, String body) {
        String refusal = PollAnswer.refusal(reads, status, body);
        if (refusal == null) {
            String reason = PollAnswer.failure(status, body);
            return pollFailed(resource, reason) ? reason + "; the last values stay" : null;
        }
        if ("followers".equals(reads)) {
            followers.refused();
        } else if ("subs".equals(reads)) {
            subs.refused();
        }
        PollStatus before = polls.get(resource);
        polls.put(resource, new PollStatus(before == null ? null : before.lastSuccessAt(), null, refusal));
        return before == null || !refusal.equals(before.refusal()) ? refusal : null;
    }

    /**
     * Folds an event.
     *
     * @param type the subscription type
     * @param time when Twitch sent it, RFC 3339; may be empty
     * @return the new totals, or null when the event changes none, or when there are none to tell yet
     */
    public synchronized JsonNode event(String type, String time) {
        Instant now = clock.instant();
        switch (type) {
            case "channel.follow" -> followers.add(now);
            // gifted ones included; channel.subscription.gift would count them a second time
            case "channel.subscribe" -> subs.add(now);
            case "stream.online" -> told(true, now, time);
            case "stream.offline" -> told(false, now, time);
            default -> {
                return null;
            }
        }
        return complete ? totals().toJson() : null;
    }

    /** How each poll is going, by resource. */
    public synchronized Map<String, PollStatus> polls() {
        return new TreeMap<>(polls);
    }

    /** The stream that is on, with its viewers so far. */
    public synchronized StreamStatus stream() {
        return session.status(streamKnown ? live : null);
    }

    private void told(boolean nowLive, Instant now, String time) {
        streamKnown = true;
        if (live != nowLive) {
            viewers = 0;
        }
        live = nowLive;
        toldAt = now;
        toldTime = parse(time, now);
        if (live) {
            session.begin(toldTime);
        } else {
            session.end();
        }
    }

    private void polledStream(JsonNode answer, Instant now) {
        boolean listed = answer.path("live").asBoolean();
        streamKnown = true;
        if (listed != live && believable(listed, answer, now)) {
            live = listed;
            session.end();
        }
        if (!live) {
            viewers = 0;
        } else if (listed) {
            viewers = answer.path("viewers").asLong(0);
            Instant startedAt = parse(answer.path("started_at").asText(""), null);
            // Helix may still list the stream before this one
            if (startedAt != null && (toldTime == null || startedAt.isAfter(toldTime.minus(lag.offline())))) {
                session.began(startedAt);
            }
            session.watched(now, viewers);
        }
    }

    /** Whether a poll that contradicts the latest event may be right. */
    private boolean believable(boolean listed, JsonNode answer, Instant now) {
        if (toldAt == null) {
            return true;
        }
        // also when the clock has been set back since
        Duration since = Duration.between(toldAt, now).abs();
        if (!listed) {
            return since.compareTo(lag.online()) > 0;
        }
        // a stream that began after the one that ended is another one, whose event we missed
        return since.compareTo(lag.offline()) > 0
                || parse(answer.path("started_at").asText(""), Instant.MIN).isAfter(toldTime);
    }

    private static Instant parse(String time, Instant otherwise) {
        try {
            return time == null || time.isEmpty() ? otherwise : Instant.parse(time);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
