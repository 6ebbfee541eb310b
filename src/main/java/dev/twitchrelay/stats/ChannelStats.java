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
 * The fold of polls and events into one set of totals, called by routes as the bean {@code channelStats}. Events decide
 * whether the channel is live, for Helix lists streams minutes late; polls bring the numbers and heal what events missed.
 * Thread-safe.
 *
 * <p>Unknown is not 0: there are no totals to tell until each polled resource has answered once, because a widget would
 * count from a 0 that Twitch never said. The last totals of an earlier run, or of another relay, are totals too.
 */
public final class ChannelStats {
    private static final String ONLINE = "stream.online";
    private static final String OFFLINE = "stream.offline";

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

    /** Whether that was to an earlier run or another relay only. */
    private boolean inherited;

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

    /** The totals that another relay tells just now: as {@link #restored}, and what it knows of viewers is recent. */
    public synchronized void toldElsewhere(JsonNode totals) {
        restored(totals);
        if (live) {
            session.watched(clock.instant(), viewers);
        }
    }

    /**
     * Takes over the totals that were told last. They are believed until Twitch's next answer.
     *
     * @param totals the data of a message of totals; when it makes no sense, nothing happens
     */
    public synchronized void restored(JsonNode totals) {
        if (!totals.path("live").isBoolean()) {
            return;
        }
        live = totals.path("live").asBoolean();
        viewers = live ? count(totals.path("viewers")) : 0;
        followers.told(count(totals.path("followers")));
        subs.told(count(totals.path("subs")));
        streamKnown = true;
        inherited = true;
        complete = true;
    }

    /**
     * A message that an earlier run or another relay has shown: of the begin and end of streams it is known from then on.
     * Test events do not count.
     *
     * @param at when it was shown
     */
    public synchronized void shown(JsonNode message, Instant at) {
        String type = message.path("event").asText();
        if (message.path("origin").asText().isEmpty() && (type.equals(ONLINE) || type.equals(OFFLINE))) {
            inherited |= told(type.equals(ONLINE), message.path("data"), at, at);
        }
    }

    private static long count(JsonNode number) {
        return Math.max(0, number.asLong(0));
    }

    /**
     * Folds a poll's answer.
     *
     * @param resource names the poll in {@code /api/status}
     * @param answer any of {@code live} with {@code viewers}, {@code started_at} and {@code id}, {@code followers}, {@code subs};
     *     a total may be null when {@code list} is true, for mocks of Twitch have lists without one
     * @throws IllegalArgumentException when one of them, or all, is not there or no number: all values stay, and the message
     *     says what is wrong
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

    private static void polled(Tally tally, JsonNode total, Instant now) {
        if (total.isNumber()) {
            tally.polled(total.asLong(), now);
        } else if (total.isNull()) {
            tally.refused();
        }
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
     * A poll was answered with a status of HTTP that is no success. When Twitch refuses followers or subscriptions for good, a
     * number that nobody has read is 0 from now on, and the status says why; all else goes on. Anything else is a failure: the
     * last values stay. A stream is never refused: each account may ask for it; only what an earlier run knew of it ends.
     *
     * @param reads the number that the resource has: {@code stream}, {@code followers} or {@code subs}
     * @param status the HTTP status
     * @param body of the answer, may be null
     * @return the reason when it is news, otherwise null
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

    /** Whether Twitch refused the resource, for good, when it was polled last. */
    public synchronized boolean isRefused(String resource) {
        PollStatus poll = polls.get(resource);
        return poll != null && poll.refusal() != null && poll.error() == null;
    }

    private void forgetStream() {
        live = false;
        viewers = 0;
        streamKnown = false;
        inherited = false;
        toldAt = null;
        toldTime = null;
    }

    /**
     * Folds an event.
     *
     * @param type the subscription type
     * @param time when Twitch sent it, RFC 3339; may be empty
     * @param notification Twitch's message; its event may have the id of a stream
     * @return the new totals, or null when the event changes none, or when there are none to tell yet
     */
    public synchronized JsonNode event(String type, String time, JsonNode notification) {
        Instant now = clock.instant();
        switch (type) {
            case "channel.follow" -> followers.add(now);
            // gifted ones included; channel.subscription.gift would count them a second time
            case "channel.subscribe" -> subs.add(now);
            case ONLINE, OFFLINE -> {
                JsonNode event = notification == null
                        ? MissingNode.getInstance()
                        : notification.path("payload").path("event");
                if (!told(type.equals(ONLINE), event, now, parse(time, now))) {
                    return null;
                }
            }
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

    /**
     * The id says which stream it is about: the begin of the one that is on changes nothing, and neither does what comes late
     * about one before it.
     *
     * @return whether it changes anything
     */
    private boolean told(boolean nowLive, JsonNode event, Instant now, Instant time) {
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
        toldAt = now;
        toldTime = time;
        if (live) {
            session.begin(id, parse(event.path("started_at").asText(""), toldTime));
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
                // another one: the events of an end and a begin were missed
                session.begin(id, startedAt);
            }
            session.began(id, startedAt);
            session.watched(now, viewers);
        }
    }

    /** Whether Helix lists a stream before the latest one, as it does for a while after the end. */
    private boolean isStillListed(String id, Instant startedAt, Instant now) {
        if (toldAt == null || Duration.between(toldAt, now).abs().compareTo(lag.offline()) > 0) {
            return false;
        }
        // of a stream that was told without an id, the time is all there is
        boolean timeDecides = live && (id.isEmpty() || !session.hasId());
        return session.isEarlier(id)
                || (timeDecides && startedAt != null && !startedAt.isAfter(toldTime.minus(lag.offline())));
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
