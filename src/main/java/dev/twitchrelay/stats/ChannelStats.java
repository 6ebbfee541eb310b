package dev.twitchrelay.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.twitchrelay.kit.Rfc3339;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The totals of the channel, computed from polls and events. Routes call it as the bean {@code channelStats}. Events
 * raise the numbers at once; polls give the numbers and correct missed events. Thread-safe.
 *
 * <p>An unknown number is not 0. There are no totals before each polled resource has answered once, because a widget
 * would count from a 0 that Twitch never said. The last totals of an earlier run or of another relay count as an
 * answer.
 */
public final class ChannelStats {
    private static final String ONLINE = "stream.online";
    private static final String OFFLINE = "stream.offline";

    /**
     * The channel's numbers at one moment. An unknown number is 0; {@link #current()} gives no totals while an unknown
     * number may still become known. Immutable.
     *
     * @param viewers 0 while offline
     * @param followers 0 while not known
     * @param subs 0 while not known
     */
    public record Totals(boolean live, long viewers, long followers, long subs) {
        /** The numbers as a route's body: an object with one key for each. */
        public JsonNode toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("live", live)
                    .put("viewers", viewers)
                    .put("followers", followers)
                    .put("subs", subs);
        }
    }

    /**
     * The status of one polled resource. Immutable.
     *
     * @param lastSuccessAt the time of the latest successful poll, or null
     * @param error why the latest poll failed, in words; null when it succeeded
     * @param refusal why Twitch refuses this resource for this sign-in, in words, otherwise null. A refusal is no
     *     failure, because everything else works
     */
    public record PollStatus(Instant lastSuccessAt, String error, String refusal) {
        private static final PollStatus NONE = new PollStatus(null, null, null);

        /** Whether the resource has answered or is refused for good. */
        boolean isSettled() {
            return lastSuccessAt != null || refusal != null;
        }
    }

    /**
     * The current stream, for a chart of its viewers. Immutable.
     *
     * @param live null while Twitch has not said it
     * @param id Twitch's id of the stream; null while offline or not known
     * @param startedAt the begin of the stream; null while offline or not known
     * @param viewers at most 240 pairs of milliseconds since 1970 and viewers, oldest first; a long stream has fewer
     *     samples per hour
     */
    public record StreamStatus(Boolean live, String id, Instant startedAt, List<long[]> viewers) {}

    private final Clock clock;
    private final RunningTotal followers = new RunningTotal();
    private final RunningTotal subs = new RunningTotal();
    private final Map<String, PollStatus> polls = new TreeMap<>();
    private final StreamSession stream = new StreamSession();

    /** Whether each number is known, or is known to be unavailable for good. */
    private boolean complete;

    public ChannelStats(Clock clock) {
        this.clock = clock;
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
        return new Totals(stream.isLive(), stream.viewers(), followers.value(), subs.value());
    }

    /** Whether the channel is live; false while it is not known. */
    public synchronized boolean isLive() {
        return stream.isLive();
    }

    /**
     * Takes over the totals that another relay has just published, as {@link #restored} does. Its viewers count as a
     * new sample, because they are recent.
     */
    public synchronized void publishedElsewhere(JsonNode totals) {
        restored(totals);
        if (stream.isLive()) {
            stream.sample(clock.instant());
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
        stream.restored(totals.path("live").asBoolean(), count(totals.path("viewers")));
        followers.restored(count(totals.path("followers")));
        subs.restored(count(totals.path("subs")));
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
            stream.published(type.equals(ONLINE), message.path("data"), at);
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
            stream.polled(answer, now);
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
        PollStatus before = polls.getOrDefault(resource, PollStatus.NONE);
        polls.put(resource, new PollStatus(before.lastSuccessAt(), reason, before.refusal()));
        return !Objects.equals(before.error(), reason);
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
            if (refused) {
                stream.forgetInherited();
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
        PollStatus before = polls.getOrDefault(resource, PollStatus.NONE);
        polls.put(resource, new PollStatus(before.lastSuccessAt(), null, refusal));
        return refusal.equals(before.refusal()) ? null : refusal;
    }

    /** Whether the latest poll of the resource was refused for good. */
    public synchronized boolean isRefused(String resource) {
        PollStatus poll = polls.get(resource);
        return poll != null && poll.refusal() != null && poll.error() == null;
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
        Instant sentAt = Rfc3339.parse(time, now);
        switch (type) {
            case "channel.follow" -> followers.add(sentAt, now);
            // includes gifted subscriptions, so channel.subscription.gift is not counted
            case "channel.subscribe" -> subs.add(sentAt, now);
            case ONLINE, OFFLINE -> {
                JsonNode event = notification == null
                        ? MissingNode.getInstance()
                        : notification.path("payload").path("event");
                if (!stream.changed(type.equals(ONLINE), event, now, sentAt)) {
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
        return stream.status();
    }
}
