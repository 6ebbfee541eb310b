package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.eventsub.EventSubMessage.InvalidMessageException;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.kit.BoundedMap;
import dev.twitchrelay.kit.JsonMappers;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all sessions of a cluster receive, merged by every relay in the same way, so that every relay can lead at once. The merged
 * messages wait here until they are done:
 *
 * <table>
 *   <caption>A merged message</caption>
 *   <tr><th>On which relay</th><th>What happens</th><th>Then the message</th></tr>
 *   <tr><td>the leader</td><td>nothing yet, and it is the first that waits</td><td>goes to the route</td></tr>
 *   <tr><td>the leader</td><td>the route has ended without publishing the event</td><td>is done</td></tr>
 *   <tr><td>every relay</td><td>the event is published, as this message or as the copy whose place this message took</td>
 *       <td>is done</td></tr>
 *   <tr><td>every relay</td><td>an event is published with a later position</td><td>is done</td></tr>
 *   <tr><td>a new leader</td><td>it has read all that was published</td><td>goes to the route if it is not done</td></tr>
 * </table>
 *
 * <p>The position is the first place whose message is not done. It travels with each published message, so that publishing and
 * advancing are one write. A relay that starts reads from the begin of the stream, rebuilds the merge with it, and leaves out
 * what lies before the position. What has gone to the route once on this relay never goes there again, because the route
 * remembers it. The cluster's threads and the sessions' loop call it. Thread-safe.
 */
public final class SharedFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SharedFeed.class);

    /** Sessions of the past whose late messages are recognized. */
    private static final int REMEMBERED_SESSIONS = 1_000;

    /** So many messages wait for NATS at most. The others wait here, and the next leader has them, too. */
    private static final int MOST_PUBLISHING = 100;

    private final SharedSessions cluster;
    private final EventSubSessions sessions;
    private final MergingIntake merging;
    private final Map<String, Remote> remotes = new BoundedMap<>(REMEMBERED_SESSIONS);
    private final UndoneMessages undone = new UndoneMessages();
    private Runnable whenDeliverable;
    private Runnable whenHolding;
    /** The place of the latest report. */
    private IngressPosition reading = IngressPosition.BEGIN;
    /** Everything before this place is done. */
    private IngressPosition position = IngressPosition.BEGIN;

    SharedFeed(SharedSessions cluster, EventSubSessions sessions, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.sessions = sessions;
        merging = new MergingIntake(nanoTime, sessions, this::add, this::goOnWithOne);
    }

    /** A session that one of the relays holds or held. */
    private final class Remote {
        private final String session;
        private final String holder;
        private final MergingIntake.Merged member = merging.member(this::isSubscribed);
        private Set<String> types = Set.of();
        private boolean isOver;

        private Remote(String session, String holder) {
            this.session = session;
            this.holder = holder;
        }

        /** Returns whether the session has not begun before. Its subscriptions are no orphans from now on. */
        private boolean begin() {
            return !isOver && sessions.live().add(session);
        }

        private boolean isSubscribed(String type) {
            return types.contains(type);
        }

        private void end() {
            isOver = true;
            sessions.live().remove(session);
            member.ended();
        }
    }

    /**
     * The route of this relay begins to use this feed.
     *
     * @param whenDeliverable called when {@link #take} may give a message; it must return at once
     * @param whenHolding called when this relay may have to hold a session, or not any more; it must return at once
     */
    synchronized void join(Runnable whenDeliverable, Runnable whenHolding) {
        if (this.whenDeliverable != null) {
            throw new IllegalStateException(
                    "another route of this relay consumes twitch-eventsub:, and in a cluster only one"
                            + " route can: name all event types in one route");
        }
        this.whenDeliverable = whenDeliverable;
        this.whenHolding = whenHolding;
        cluster.want(true);
        changed();
    }

    synchronized void leave() {
        whenDeliverable = null;
        whenHolding = null;
        cluster.want(false);
    }

    SharedSessions cluster() {
        return cluster;
    }

    /** Looks after what waits. To be called about once a second. */
    synchronized void look() {
        merging.look();
        deliver();
    }

    /** This relay leads now or does not, or has to hold a session or does not. */
    public synchronized void changed() {
        if (whenHolding != null) {
            whenHolding.run();
        }
        deliver();
    }

    private void deliver() {
        if (whenDeliverable != null && undone.firstPlace().isPresent() && cluster.publishes()) {
            whenDeliverable.run();
        }
    }

    // what the stream holds

    /**
     * The stream has been opened. If it has lost its end, its next reports get numbers that were used before.
     *
     * @param stream when the stream was made, in milliseconds
     * @param last the number of its newest message
     */
    public synchronized void opened(long stream, long last) {
        IngressPosition end = new IngressPosition(stream, last);
        if (position.stream() == stream && end.next().isBefore(position)) {
            position = end.next();
        }
        if (reading.stream() == stream && end.isBefore(reading)) {
            reading = end;
        }
    }

    /**
     * A report of a session.
     *
     * @param holder the relay that holds the session
     */
    public synchronized void read(IngressPosition place, String holder, String report) {
        reading = place;
        try {
            JsonNode json = JsonMappers.EVENT.readTree(report);
            String session = json.path("session").asText();
            Remote remote = remotes.computeIfAbsent(session, any -> new Remote(session, holder));
            apply(remote, json.path("kind").asText(), json);
        } catch (JsonProcessingException | InvalidMessageException e) {
            LOG.warn("skipping a report of a session that cannot be read: {}", e.getMessage());
        }
        deliver();
    }

    private void apply(Remote remote, String kind, JsonNode report) throws InvalidMessageException {
        switch (kind) {
            case ReportingIntake.BEGAN -> {
                if (EventSubMessage.of(report.path("message")) instanceof Welcome welcome) {
                    remote.begin();
                    remote.member.began(welcome);
                }
            }
            case ReportingIntake.RECEIVED -> {
                EventSubMessage message = EventSubMessage.of(report.path("message"));
                remote.member.received(
                        message instanceof Notification notification ? notification.at(reading) : message);
            }
            case ReportingIntake.HEARD -> {
                if (remote.begin()) {
                    remote.member.hasBegun();
                }
                Set<String> types = new HashSet<>();
                report.path("types").forEach(type -> types.add(type.asText()));
                remote.types = types;
                remote.member.heard();
            }
            case ReportingIntake.ENDED -> remote.end();
            default -> LOG.debug("a report of a later version: {}", kind);
        }
    }

    /** The sessions of a relay have ended, because the relay is gone. */
    public synchronized void gone(IngressPosition place, String holder) {
        reading = place;
        remotes.values().stream()
                .filter(remote -> !remote.isOver && remote.holder.equals(holder))
                .forEach(Remote::end);
        deliver();
    }

    /** Reports are missing at this place. */
    public synchronized void missing(IngressPosition place) {
        reading = place;
        add(null, null);
        deliver();
    }

    private void add(EventSubMessage message, Notification twin) {
        IngressPosition place = twin != null
                ? twin.place()
                : message instanceof Notification notification ? notification.place() : reading;
        // the merge has already left out the ids of published messages
        boolean isDone =
                place.isBefore(position) || (twin != null && sessions.seen().contains(twin.id()));
        if (!isDone) {
            undone.add(new SharedMessage(message, twin == null ? null : twin.id(), place));
        }
    }

    private void goOnWithOne() {
        sessions.incomparable();
        boolean keep =
                remotes.values().stream().anyMatch(each -> each.member.isLive() && each.holder.equals(cluster.name()));
        cluster.goOnWithOne(keep);
    }

    // what is published

    /**
     * What travels with a published message: the position, and the id of the copy that has waited for this message.
     *
     * @param eventId the id of the message's event, or null
     * @return null before anything was read
     */
    public synchronized String note(String eventId) {
        if (reading.equals(IngressPosition.BEGIN)) {
            return null;
        }
        // further reports may have the place of the latest
        IngressPosition first = merging.oldestWaiting().orElse(reading);
        IngressPosition undoneFrom = undone.firstPlace().orElse(first);
        first = undoneFrom.isBefore(first) ? undoneFrom : first;
        IngressPosition next = first.isBefore(position) ? position : first;
        String twin = undone.find(eventId).map(message -> message.twin).orElse(null);
        return twin == null ? next.toString() : next + " " + twin;
    }

    /** Whether a message that is about to be published is an event of this feed, which has to be published. */
    public synchronized boolean takes(String eventId) {
        Optional<SharedMessage> routed = undone.find(eventId).filter(each -> each.isRouted);
        routed.ifPresent(undone::publishing);
        return routed.isPresent();
    }

    /**
     * A message has been published, or cannot be published by anybody.
     *
     * @param eventId the id of its event, or null
     * @param note what travelled with it, or null
     * @param own whether this relay has published it. Its own position tells it nothing, and its merge may still publish an
     *     earlier message that has waited for long
     */
    public synchronized void published(String eventId, String note, boolean own) {
        String id = eventId == null ? "" : eventId;
        String[] parts = note == null ? new String[0] : note.split(" ", 2);
        String twin = parts.length > 1 ? parts[1] : "";
        if (parts.length > 0 && !own) {
            advance(parts[0]);
        }
        sessions.received(id);
        sessions.received(twin);
        undone.find(id).ifPresent(this::done);
        undone.find(twin).ifPresent(this::done);
        undone.before(position).forEach(this::done);
        deliver();
    }

    private void done(SharedMessage message) {
        if (undone.done(message) && message.isPublishing) {
            cluster.withdraw(message.message.id());
        }
    }

    private void advance(String text) {
        try {
            IngressPosition next = IngressPosition.parse(text);
            position = position.isBefore(next) ? next : position;
        } catch (NumberFormatException e) {
            LOG.debug("a position of a later version: {}", text);
        }
    }

    // what goes to the route

    /** The next message for the route; null when there is none, or while this relay does not publish. */
    synchronized SharedMessage take() {
        boolean mayTake = whenDeliverable != null && undone.publishing() < MOST_PUBLISHING && cluster.publishes();
        return mayTake ? undone.take().orElse(null) : null;
    }

    /** The route has ended. A message that it did not publish is done. */
    synchronized void finished(SharedMessage entry) {
        if (entry.message == null) {
            cluster.missing();
        }
        if (!entry.isPublishing) {
            undone.done(entry);
        }
    }
}
