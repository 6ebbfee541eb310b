package dev.twitchrelay.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The totals of the channel, computed from polls and events. Routes call it as the bean {@code channelStats}. Events
 * decide whether the channel is live, because Helix lists streams minutes late; polls give the numbers and correct
 * missed events. Thread-safe.
 *
 * <p>An unknown number is not 0. There are no totals before each polled resource has answered once, because a widget
 * would count from a 0 that Twitch never said. The last totals of an earlier run or of another relay count as an
 * answer.
 */
public final class ChannelStats {
    private static final String ONLINE = "stream.online";
    private static final String OFFLINE = "stream.offline";

    private final Clock clock;
    private final HelixDelays delays;
    private final RunningTotal followers;
    private final RunningTotal subs;
    private final Map<String, PollStatus> polls = new TreeMap<>();
    private final StreamSession session = new StreamSession();
    private boolean live;
    private long viewers;

    /** Whether Twitch has said whether the channel is live. */
    private boolean streamKnown;

    /** Whether only an earlier run or another relay got that answer. */
    private boolean inherited;

    /** Whether each number is known, or is known to be unavailable for good. */
    private boolean complete;

    /** The time of the latest event of a stream's begin or end: its arrival by our clock. */
    private Instant eventArrivedAt;

    /** The time of the same event by Twitch's clock. */
    private Instant eventSentAt;

    public ChannelStats(Clock clock, HelixDelays delays) {
        this.clock = clock;
        this.delays = delays;
        this.followers = new RunningTotal(delays.totals());
        this.subs = new RunningTotal(delays.totals());
    }

    /**
     * The current totals as JSON. Routes ask for them after a round of polls, and after an event that changed them.
     *
     * @return null while one of the polled resources has never answered
     */
    public synchronized JsonNode current() {
        complete |= !polls.isEmpty() && polls.values().stream().allMatch(PollStatus::isSettled);
        return complete ? totals().toJson() : null;
    }

    /** The current numbers, also before they are complete; an unknown number is 0. */
    public synchronized Totals totals() {
        return new Totals(live, viewers, followers.value(), subs.value());
    }

    /** Whether the channel is live; false while it is not known. */
    public synchronized boolean isLive() {
        return live;
    }

    /**
     * Takes over the totals that another relay has just published, as {@link #restored} does. Its viewers count as a
     * new sample, because they are recent.
     */
    public synchronized void publishedElsewhere(JsonNode totals) {
        restored(totals);
        if (live) {
            session.sample(clock.instant(), viewers);
        }
    }

    /**
     * Takes over the totals that were published last. They count until Twitch's next answer.
     *
     * @param totals the data of a message of totals; ignored when it cannot be read
     */
    public synchronized void restored(JsonNode totals) {
        if (!totals.path("live").isBoolean()) {
            return;
        }
        live = totals.path("live").asBoolean();
        viewers = live ? count(totals.path("viewers")) : 0;
        followers.restored(count(totals.path("followers")));
        subs.restored(count(totals.path("subs")));
        streamKnown = true;
        inherited = true;
        complete = true;
    }

    /**
     * Takes over the begin or end of a stream from a message that an earlier run or another relay has published. Other
     * messages and test events are ignored.
     *
     * @param at the time of the publishing
     */
    public synchronized void published(JsonNode message, Instant at) {
        String type = message.path("event").asText();
        if (message.path("origin").asText().isEmpty() && (type.equals(ONLINE) || type.equals(OFFLINE))) {
            inherited |= applied(type.equals(ONLINE), message.path("data"), at, at);
        }
    }

    private static long count(JsonNode number) {
        return Math.max(0, number.asLong(0));
    }

    /**
     * Applies the answer of a poll.
     *
     * @param resource the poll's name in {@code /api/status}
     * @param answer any of {@code live} with {@code viewers}, {@code started_at} and {@code id}, {@code followers},
     *     {@code subs}; a total may be null when {@code list} is true, because mocks of Twitch have lists without a
     *     total
     * @throws IllegalArgumentException when a number is missing or is not a number; all values stay, and the message
     *     names the fault
     */
    public synchronized void polled(String resource, JsonNode answer) {
        PollAnswer.check(answer);
        Instant now = clock.instant();
        if (answer.has("live")) {
            polledStream(answer, now);
        }
        polled(followers, answer.path("followers"), now);
        polled(subs, answer.path("subs"), now);
        polls.put(resource, new PollStatus(now, null, PollAnswer.withoutTotal(answer)));
    }

    private static void polled(RunningTotal number, JsonNode total, Instant now) {
        if (total.isNumber()) {
            number.polled(total.asLong(), now);
        } else if (total.isNull()) {
            number.refused();
        }
    }

    /**
     * A poll failed. Its last values stay.
     *
     * @return whether the failure is new: the poll before did not fail for the same reason
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
     * A poll failed with this exception. Its last values stay.
     *
     * @return the reason when it is new, otherwise null
     */
    public String pollBroke(String resource, Throwable failure) {
        String reason = PollAnswer.reason(failure);
        return pollFailed(resource, reason) ? reason : null;
    }

    /**
     * A poll was answered with an HTTP status that is no success. If Twitch refuses followers or subscriptions for
     * good, a number that was never read is 0 from now on and the status says why; everything else continues. Any other
     * answer is a failure, and the last values stay. A stream is never refused for good, because every account may ask
     * for it; only the knowledge of an earlier run about it ends.
     *
     * @param reads the number of the resource: {@code stream}, {@code followers} or {@code subs}
     * @param status the HTTP status
     * @param body the body of the answer, may be null
     * @return the reason when it is new, otherwise null
     */
    public synchronized String pollRefused(String resource, String reads, int status, String body) {
        boolean proven = polls.values().stream().anyMatch(poll -> poll.lastSuccessAt() != null);
        boolean refused = PollAnswer.isRefusal(status, body, proven);
        if (!refused || "stream".equals(reads)) {
            if (refused && inherited) {
                forgetStream();
            }
            String reason = PollAnswer.failure(status, body);
            return pollFailed(resource, reason) ? reason : null;
        }
        if ("followers".equals(reads)) {
            followers.refused();
        } else if ("subs".equals(reads)) {
            subs.refused();
        }
        String refusal = PollAnswer.refusal(reads, status, body);
        PollStatus before = polls.get(resource);
        polls.put(resource, new PollStatus(before == null ? null : before.lastSuccessAt(), null, refusal));
        return before == null || !refusal.equals(before.refusal()) ? refusal : null;
    }

    /** Whether the latest poll of the resource was refused for good. */
    public synchronized boolean isRefused(String resource) {
        PollStatus poll = polls.get(resource);
        return poll != null && poll.refusal() != null && poll.error() == null;
    }

    private void forgetStream() {
        live = false;
        viewers = 0;
        streamKnown = false;
        inherited = false;
        eventArrivedAt = null;
        eventSentAt = null;
    }

    /**
     * Applies an event.
     *
     * @param type the subscription type
     * @param time the time at which Twitch sent it, RFC 3339; may be empty
     * @param notification Twitch's message; its event may have the id of a stream
     * @return the new totals, or null when the event changes nothing or the totals are not complete yet
     */
    public synchronized JsonNode event(String type, String time, JsonNode notification) {
        Instant now = clock.instant();
        switch (type) {
            case "channel.follow" -> followers.add(now);
            // includes gifted subscriptions, so channel.subscription.gift is not counted
            case "channel.subscribe" -> subs.add(now);
            case ONLINE, OFFLINE -> {
                JsonNode event = notification == null
                        ? MissingNode.getInstance()
                        : notification.path("payload").path("event");
                if (!applied(type.equals(ONLINE), event, now, parse(time, now))) {
                    return null;
                }
            }
            default -> {
                return null;
            }
        }
        return complete ? totals().toJson() : null;
    }

    /** The status of each poll, by resource. */
    public synchronized Map<String, PollStatus> polls() {
        return new TreeMap<>(polls);
    }

    /** The current stream with its viewers so far. */
    public synchronized StreamStatus stream() {
        return session.status(streamKnown ? live : null);
    }

    /**
     * Applies the begin or end of a stream. The id names the stream: the begin of the current stream changes nothing,
     * and neither does a late event of an earlier stream.
     *
     * @return whether anything changed
     */
    private boolean applied(boolean nowLive, JsonNode event, Instant now, Instant time) {
        String id = event.path("id").asText("");
        if (session.isEarlier(id) || (streamKnown && live == nowLive && (id.isEmpty() || session.isCurrent(id)))) {
            return false;
        }
        streamKnown = true;
        inherited = false;
        if (live != nowLive) {
            viewers = 0;
        }
        live = nowLive;
        eventArrivedAt = now;
        eventSentAt = time;
        if (live) {
            session.begin(id, parse(event.path("started_at").asText(""), eventSentAt));
        }
        return true;
    }

    private void polledStream(JsonNode answer, Instant now) {
        boolean listed = answer.path("live").asBoolean();
        String id = answer.path("id").asText("");
        Instant startedAt = parse(answer.path("started_at").asText(""), null);
        if (listed && isStillListed(id, startedAt, now)) {
            return;
        }
        if (!streamKnown || (listed != live && believable(listed, answer, now))) {
            live = listed;
            if (live) {
                session.begin(id, startedAt);
            }
        }
        streamKnown = true;
        inherited = false;
        if (!live) {
            viewers = 0;
        } else if (listed) {
            viewers = answer.path("viewers").asLong(0);
            if (session.hasId() && !id.isEmpty()) {
                // another id means that the events of an end and a begin were missed
                session.begin(id, startedAt);
            }
            session.update(id, startedAt);
            session.sample(now, viewers);
        }
    }

    /** Whether Helix still lists an earlier stream, as it does for a while after the end. */
    private boolean isStillListed(String id, Instant startedAt, Instant now) {
        if (eventArrivedAt == null
                || Duration.between(eventArrivedAt, now).abs().compareTo(delays.offline()) > 0) {
            return false;
        }
        // without the id of the stream, only the time can tell
        boolean timeDecides = live && (id.isEmpty() || !session.hasId());
        return session.isEarlier(id)
                || (timeDecides && startedAt != null && !startedAt.isAfter(eventSentAt.minus(delays.offline())));
    }

    /** Whether a poll that contradicts the latest event may be right. */
    private boolean believable(boolean listed, JsonNode answer, Instant now) {
        if (eventArrivedAt == null) {
            return true;
        }
        // absolute, because the clock may have been set back since
        Duration since = Duration.between(eventArrivedAt, now).abs();
        if (!listed) {
            return since.compareTo(delays.online()) > 0;
        }
        // a stream that began after the event is another stream whose event was missed
        return since.compareTo(delays.offline()) > 0
                || parse(answer.path("started_at").asText(""), Instant.MIN).isAfter(eventSentAt);
    }

    private static Instant parse(String time, Instant otherwise) {
        try {
            return time == null || time.isEmpty() ? otherwise : Instant.parse(time);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
