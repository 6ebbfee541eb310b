package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.BoundedMap;
import dev.twitchrelay.kit.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The follows that the relay has emitted. Helix' list of followers is compared with it to find the follows that
 * EventSub did not deliver, because EventSub delivers no event again or later. Routes call it as the bean
 * {@code follows}, and ask it through {@link ToldRepository} whether a follow is new. A follow is a user and a time;
 * the same user at a later time is another follow. Thread-safe.
 *
 * <p>The very first comparison emits nothing, because everybody on the list followed before.
 */
public final class FollowLedger {
    /**
     * Two times of the same user within this span are the same follow, because Helix' list has whole seconds and events
     * have nanoseconds.
     */
    private static final Duration SAME_FOLLOW = Duration.ofSeconds(2);

    /** EventSub delivers the follows of a session. A follow of the list that is older than this was not delivered. */
    private static final Duration OVERDUE = Duration.ofMinutes(2);

    /** The longest delay with which a follow appears in Helix' list. */
    private static final Duration LISTED_LATE = Duration.ofMinutes(10);

    private static final int REMEMBERED = 20_000;
    private static final String FOLLOWED_AT = "followed_at";

    /**
     * The status of the recovery of follows and of dropped repeats, for people and monitors. Counts are since the
     * start. Immutable.
     *
     * @param completeUntil the time until which every follow that Twitch lists has been emitted, or null before the
     *     first comparison
     * @param lastLookAt the time of the latest comparison with Twitch's list, or null
     * @param recovered the number of missed follows that were emitted as {@code origin: replay}
     * @param repeats the number of dropped events that Twitch sent again under another message id, for example the
     *     same user's follow within two seconds or the same stream's begin
     * @param latestRepeat the latest dropped repeat in words, or null
     * @param overflows the number of comparisons in which more follows were missing than Twitch's page shows; the older
     *     follows are lost
     */
    public record RecoveryStatus(
            Instant completeUntil,
            Instant lastLookAt,
            long recovered,
            long repeats,
            String latestRepeat,
            long overflows) {}

    private final InstantSource clock;
    private final Consumer<LedgerFile.Contents> file;
    private final Map<String, Instant> known = new BoundedMap<>(REMEMBERED);
    private String channel;
    private Instant completeUntil;

    /** The value of {@link #completeUntil} after the due follows are emitted. */
    private Instant completeUntilNext;

    /** The follows of the last {@link #due} of which it is not known yet whether they are new. */
    private final Set<String> listed = new HashSet<>();

    private boolean isPageTooShort;
    private long recoveredBefore;
    private Instant sessionBegin = Instant.MIN;
    private Instant lastLookAt;
    private long recovered;
    private final RepeatCounter repeats;
    private long overflows;

    /**
     * @param clock Twitch's clock, because Helix' times come from it
     * @param file keeps the state over a restart
     * @param repeats counts the dropped repeats
     */
    public FollowLedger(InstantSource clock, LedgerFile file, RepeatCounter repeats) {
        this(clock, file.read(), file::write, repeats);
    }

    /**
     * @param contents the state at the start
     * @param file keeps the state over a restart
     */
    public FollowLedger(
            InstantSource clock,
            LedgerFile.Contents contents,
            Consumer<LedgerFile.Contents> file,
            RepeatCounter repeats) {
        this.clock = clock;
        this.file = file;
        this.repeats = repeats;
        this.channel = contents.channel();
        this.completeUntil = contents.completeUntil();
        known.putAll(contents.since());
    }

    /** Remembers a follow that was emitted before the start. */
    public synchronized void emitted(JsonNode event) {
        Instant time = time(event);
        if (time != null) {
            remember(user(event), time);
        }
    }

    /**
     * A fresh session begins. Twitch does not deliver the follows before it; the second of its begin counts as within
     * the session, because a follow of that second may be delivered.
     *
     * @param time the time of the welcome, RFC 3339; now if it is null or no time
     */
    public synchronized void sessionBegins(String time) {
        sessionBegin = Rfc3339.parse(time, clock.instant()).truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Takes a follow that was not emitted, neither as event nor by recovery. From now on it counts as emitted. A follow
     * that cannot be read counts as new.
     *
     * @param followedAt RFC 3339
     * @return false if it was emitted
     */
    synchronized boolean add(String user, String followedAt) {
        Instant time = time(user, followedAt);
        if (time == null) {
            return true;
        }
        if (isKnown(user, time)) {
            // a follow of the list is usually known, and no repeat
            if (!listed.contains(key(user, followedAt))) {
                repeats.dropped("channel.follow", user + " within " + SAME_FOLLOW.toSeconds() + " s");
            }
            return false;
        }
        remember(user, time);
        return true;
    }

    synchronized boolean contains(String user, String followedAt) {
        Instant time = time(user, followedAt);
        return time != null && isKnown(user, time);
    }

    /** A follow is emitted. */
    synchronized void confirm(String user, String followedAt) {
        if (listed.remove(key(user, followedAt))) {
            recovered++;
        }
    }

    /** A follow could not be emitted, so the next comparison may find it again. */
    synchronized boolean remove(String user, String followedAt) {
        Instant time = time(user, followedAt);
        return time != null && known.remove(user, time);
    }

    /**
     * The follows in Helix' answer that EventSub does not deliver, or should have delivered by now; oldest first. Many
     * of them were emitted; {@link ToldRepository} knows which. {@link #settled} ends what this method begins.
     *
     * @param channel the broadcaster's id; with another id than last time, the comparison starts anew
     * @param answer a page of {@code /channels/followers}, newest first; it is empty when the token may not see names
     */
    public synchronized List<JsonNode> due(String channel, JsonNode answer) {
        Instant now = clock.instant();
        lastLookAt = now;
        listed.clear();
        isPageTooShort = false;
        JsonNode page = answer.path("data");
        if (!page.isArray() || (page.isEmpty() && answer.path("total").asLong() > 0)) {
            return List.of();
        }
        List<JsonNode> due = new ArrayList<>();
        if (completeUntil == null || !channel.equals(this.channel)) {
            this.channel = channel;
            completeUntil = null;
            // two seconds earlier, because a follow later in this second gets a time before now; the follows of the
            // page are remembered
            completeUntilNext = now.minus(SAME_FOLLOW);
            page.forEach(this::emitted);
            return due;
        }
        boolean reachesBack = page.size() >= answer.path("total").asLong();
        for (JsonNode row : page) {
            Instant time = time(row);
            if (time == null) {
                continue;
            }
            reachesBack |= !time.isAfter(completeUntil);
            boolean isDue = time.isBefore(sessionBegin) || time.isBefore(now.minus(OVERDUE));
            if (isDue && time.isAfter(completeUntil)) {
                due.add(row);
                listed.add(key(user(row), row.path(FOLLOWED_AT).asText()));
            }
        }
        isPageTooShort = !reachesBack;
        recoveredBefore = recovered;
        Collections.reverse(due);
        completeUntilNext = later(completeUntil, now.minus(LISTED_LATE));
        return due;
    }

    /**
     * The follows of the last {@link #due} are emitted, as far as they were new. A restart does not look for them
     * again.
     */
    public synchronized void settled() {
        if (isPageTooShort && recovered > recoveredBefore) {
            overflows++;
        }
        isPageTooShort = false;
        listed.clear();
        if (completeUntilNext != null) {
            completeUntil = completeUntilNext;
            file.accept(new LedgerFile.Contents(channel, completeUntil, known));
        }
    }

    /**
     * The channel and the time until which all its follows have been emitted, as a line of ASCII for
     * {@link #settledElsewhere}; null while it is not known.
     */
    public synchronized String settledUntil() {
        return completeUntil == null ? null : channel + " " + completeUntil;
    }

    /**
     * Another relay of the cluster has emitted all follows until this time.
     *
     * @param until the result of the other relay's {@link #settledUntil()}, or null
     */
    public synchronized void settledElsewhere(String until) {
        int blank = until == null ? -1 : until.indexOf(' ');
        Instant time = blank < 0 ? null : Rfc3339.parse(until.substring(blank + 1), null);
        // another version of the relay may have written another form, which is ignored
        if (time != null) {
            String itsChannel = until.substring(0, blank);
            completeUntil = itsChannel.equals(channel) && completeUntil != null ? later(completeUntil, time) : time;
            channel = itsChannel;
        }
    }

    /**
     * Remembers the follow of a message that was published before the start or by another relay. Other messages and
     * test events are ignored.
     */
    public synchronized void published(JsonNode message) {
        if (message.path("event").asText().equals("channel.follow")
                && !message.path("origin").asText().equals("test")) {
            emitted(message.path("data"));
        }
    }

    public synchronized RecoveryStatus status() {
        return new RecoveryStatus(completeUntil, lastLookAt, recovered, repeats.count(), repeats.latest(), overflows);
    }

    private boolean isKnown(String user, Instant time) {
        Instant before = known.get(user);
        return before != null && !time.isAfter(before.plus(SAME_FOLLOW));
    }

    private void remember(String user, Instant time) {
        Instant before = known.remove(user);
        known.put(user, before == null ? time : later(before, time));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String key(String user, String followedAt) {
        return user + " " + followedAt;
    }

    private static String user(JsonNode event) {
        return event.path("user_id").asText("");
    }

    private static Instant time(JsonNode event) {
        return time(user(event), event.path(FOLLOWED_AT).asText());
    }

    /** Null for a follow without a user or a time. */
    private static Instant time(String user, String followedAt) {
        return user.isEmpty() ? null : Rfc3339.parse(followedAt, null);
    }
}
