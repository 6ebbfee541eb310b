package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which follows have been emitted, so that those which EventSub did not deliver, because it delivers nothing twice and
 * nothing later, are found in Helix' list of followers. The routes' bean {@code follows}. A follow is a user and a time: the
 * same user at a later time is another one. Thread-safe.
 *
 * <p>The very first look at the list emits nothing: everybody on it was there before.
 */
public final class FollowLedger {
    /** Helix' list has whole seconds, events have nanoseconds. */
    private static final Duration SAME = Duration.ofSeconds(2);

    /** A follow during a session is EventSub's to tell; so long after it, EventSub has not. */
    private static final Duration OVERDUE = Duration.ofMinutes(2);

    /** How late a follow may appear in Helix' list. */
    private static final Duration LISTED_LATE = Duration.ofMinutes(10);

    private static final int REMEMBERED = 20_000;

    private final Clock clock;
    private final Consumer<LedgerFile.Kept> file;
    private final Map<String, Instant> known = new LinkedHashMap<>();
    private String channel;
    private Instant completeUntil;
    private Instant next;
    private Instant sessionBegin = Instant.MIN;
    private Instant lastLookAt;
    private long recovered;
    private final Repeats repeats;
    private long overflows;

    /**
     * @param clock Twitch's time, as well as it is known
     * @param file what outlives the process
     * @param repeats is told of each that is dropped
     */
    public FollowLedger(Clock clock, LedgerFile file, Repeats repeats) {
        this(clock, file.read(), file::write, repeats);
    }

    /**
     * @param kept what is known at the start
     * @param file takes what is to outlive the process
     */
    public FollowLedger(Clock clock, LedgerFile.Kept kept, Consumer<LedgerFile.Kept> file, Repeats repeats) {
        this.clock = clock;
        this.file = file;
        this.repeats = repeats;
        this.channel = kept.channel();
        this.completeUntil = kept.completeUntil();
        known.putAll(kept.since());
    }

    /** A follow that was emitted before the start. */
    public synchronized void emitted(JsonNode event) {
        Instant time = time(event);
        if (time != null) {
            remember(user(event), time);
        }
    }

    /**
     * A fresh session begins: Twitch will not tell what happened before, but perhaps what happens in this very second.
     *
     * @param time Twitch's time of it; null, or what is no time, stands for now
     */
    public synchronized void sessionBegins(String time) {
        try {
            sessionBegin = Instant.parse(String.valueOf(time)).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            sessionBegin = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Whether a follow that EventSub tells has not been emitted yet, in either way; from now on it has. What is not
     * recognizable as a follow is new.
     *
     * @param notification Twitch's message
     */
    public synchronized boolean isNew(JsonNode notification) {
        JsonNode event = notification.path("payload").path("event");
        Instant time = time(event);
        if (time == null) {
            return true;
        }
        if (isKnown(user(event), time)) {
            repeats.dropped("channel.follow", user(event) + " within " + SAME.toSeconds() + " s");
            return false;
        }
        remember(user(event), time);
        return true;
    }

    /**
     * The follows of Helix' answer that nobody has emitted, oldest first; from now on they count as emitted.
     *
     * @param channel the broadcaster's id; about another channel than last time nothing is known yet
     * @param answer a page of {@code /channels/followers}, newest first; empty where the token may not see names
     */
    public synchronized List<JsonNode> missing(String channel, JsonNode answer) {
        Instant now = clock.instant();
        lastLookAt = now;
        JsonNode page = answer.path("data");
        if (!page.isArray() || (page.isEmpty() && answer.path("total").asLong() > 0)) {
            return List.of();
        }
        List<JsonNode> missing = new ArrayList<>();
        if (completeUntil == null || !channel.equals(this.channel)) {
            this.channel = channel;
            completeUntil = null;
            // a follow later in this second will be listed with a time before now; those on the page are known
            next = now.minus(SAME);
            page.forEach(this::emitted);
            return missing;
        }
        boolean reachesBack = page.size() >= answer.path("total").asLong();
        for (JsonNode row : page) {
            Instant time = time(row);
            if (time == null) {
                continue;
            }
            reachesBack |= !time.isAfter(completeUntil);
            boolean due = time.isBefore(sessionBegin) || time.isBefore(now.minus(OVERDUE));
            if (due && time.isAfter(completeUntil) && !isKnown(user(row), time)) {
                missing.add(row);
            }
        }
        if (!reachesBack && !missing.isEmpty()) {
            overflows++;
        }
        Collections.reverse(missing);
        missing.forEach(this::emitted);
        recovered += missing.size();
        next = later(completeUntil, now.minus(LISTED_LATE));
        return missing;
    }

    /** What {@link #missing} gave last has been emitted: a restart need not look there again. */
    public synchronized void settled() {
        if (next != null) {
            completeUntil = next;
            file.accept(new LedgerFile.Kept(channel, completeUntil, known));
        }
    }

    /**
     * Until when all follows have been emitted, and on which channel, on one line of ASCII for {@link #settledElsewhere};
     * null as long as nobody knows.
     */
    public synchronized String settledUntil() {
        return completeUntil == null ? null : channel + " " + completeUntil;
    }

    /**
     * Another relay has emitted the channel's follows until then, and tells of them.
     *
     * @param until what its ledger gave as {@link #settledUntil()}; null says nothing
     */
    public synchronized void settledElsewhere(String until) {
        int blank = until == null ? -1 : until.indexOf(' ');
        if (blank < 0) {
            return;
        }
        try {
            Instant time = Instant.parse(until.substring(blank + 1));
            String of = until.substring(0, blank);
            completeUntil = of.equals(channel) && completeUntil != null ? later(completeUntil, time) : time;
            channel = of;
        } catch (DateTimeException e) {
            // of a relay of another version: what is known here stays
        }
    }

    /** A message of a follow that has been shown to clients, by whichever relay; test events do not count. */
    public synchronized void shown(JsonNode message) {
        if (!message.path("origin").asText().equals("test")) {
            emitted(message.path("data"));
        }
    }

    public synchronized RecoveryStatus status() {
        return new RecoveryStatus(completeUntil, lastLookAt, recovered, repeats.count(), repeats.latest(), overflows);
    }

    private boolean isKnown(String user, Instant time) {
        Instant before = known.get(user);
        return before != null && !time.isAfter(before.plus(SAME));
    }

    private void remember(String user, Instant time) {
        Instant before = known.remove(user);
        known.put(user, before == null ? time : later(before, time));
        if (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String user(JsonNode event) {
        return event.path("user_id").asText();
    }

    private static Instant time(JsonNode event) {
        String time = event.path("followed_at").asText("");
        if (time.isEmpty() || event.path("user_id").asText("").isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
