package dev.twitchrelay.wiring;

import dev.twitchrelay.cluster.Replica;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.eventsub.IngressPosition;
import dev.twitchrelay.eventsub.SharedFeed;
import dev.twitchrelay.eventsub.SharedSessions;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sse.SseMessage;

/**
 * Joins the cluster with this replica's sessions, totals, moments and follows, so that the replica continues without a gap or a
 * repeat when it becomes the leader. The cluster's threads call it, and the sessions' loop. Thread-safe, because its parts are.
 */
final class ReplicatedState implements Replica.Neighbours, SharedSessions {
    private final PublishedState state;
    private final PublishedIds published;
    private final SharedFeed feed;
    private volatile Replica replica;

    ReplicatedState(EventSubSessions sessions, PublishedState state, PublishedIds published) {
        this.state = state;
        this.published = published;
        feed = sessions.share(this);
    }

    /** Called once, before the replica reads anything. */
    void join(Replica replica) {
        this.replica = replica;
    }

    @Override
    public void shown(SseMessage message, String note, String place, boolean own) {
        String eventId = message.headers().get(EventHeaders.ID);
        feed.published(eventId, place, own);
        if (!own) {
            if (eventId != null) {
                published.confirm(eventId);
            }
            state.follows().settledElsewhere(note);
            state.publishedElsewhere(message);
        }
    }

    @Override
    public String note() {
        return state.follows().settledUntil();
    }

    @Override
    public String place(String eventId) {
        return feed.note(eventId);
    }

    @Override
    public boolean takes(String eventId) {
        return feed.takes(eventId);
    }

    @Override
    public void givenUp(String eventId) {
        feed.published(eventId, null, true);
    }

    @Override
    public void changed() {
        feed.changed();
    }

    @Override
    public void opened(long stream, long last) {
        feed.opened(stream, last);
    }

    @Override
    public void read(long stream, long sequence, String holder, String report) {
        feed.read(new IngressPosition(stream, sequence), holder, report);
    }

    @Override
    public void gone(long stream, long sequence, String holder) {
        feed.gone(new IngressPosition(stream, sequence), holder);
    }

    @Override
    public void missing(long stream, long sequence) {
        feed.missing(new IngressPosition(stream, sequence));
    }

    @Override
    public String name() {
        return replica.name();
    }

    @Override
    public void send(String report) {
        replica.send(report);
    }

    @Override
    public void want(boolean session) {
        replica.want(session);
    }

    @Override
    public boolean holds() {
        return replica.holds();
    }

    @Override
    public boolean publishes() {
        return replica.publishes();
    }

    @Override
    public void withdraw(String eventId) {
        replica.withdraw(eventId);
    }

    @Override
    public void missing() {
        replica.missing();
    }

    @Override
    public void goOnWithOne(boolean keep) {
        replica.goOnWithOne(keep);
    }
}
