package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Makes one stream of messages out of what several sessions receive, with {@link SessionMerge}. Not thread-safe. */
final class MergingIntake implements SessionIntake {
    private final EventSubSessions sessions;
    private final SessionMerge.Output output;
    private final SessionMerge merge;

    /**
     * @param sessions knows the messages and events that were published before
     * @param output gets each message once
     * @param incomparable called once when the events of the sessions differ; the members that are not live then have to end
     */
    MergingIntake(LongSupplier nanoTime, EventSubSessions sessions, SessionMerge.Output output, Runnable incomparable) {
        this.sessions = sessions;
        this.output = output;
        merge = new SessionMerge(nanoTime, sessions.merged(), this::publishOnce, incomparable);
        sessions.publishedBefore().forEach(merge::published);
    }

    @Override
    public Merged member(EventSubSession session) {
        return member(type -> session.subscriptions.isEnabled(type::equals));
    }

    /** @param isSubscribed whether the session has an enabled subscription for a type */
    Merged member(Predicate<String> isSubscribed) {
        return new Merged(merge.member(isSubscribed));
    }

    /** One of the sessions. */
    final class Merged implements Member {
        private final SessionMerge.Member member;

        private Merged(SessionMerge.Member member) {
            this.member = member;
        }

        @Override
        public void began(Welcome welcome) {
            if (member.began(welcome.metadata("message_timestamp"))) {
                publishOnce(welcome, null);
            }
        }

        /** The session has begun before anything of it was received here. */
        void hasBegun() {
            member.began("");
        }

        @Override
        public void received(EventSubMessage message) {
            if (message instanceof Notification notification) {
                member.received(notification);
            } else {
                publishOnce(message, null);
            }
        }

        @Override
        public void heard() {
            member.heard();
        }

        @Override
        public void ended() {
            member.ended();
        }

        @Override
        public boolean isLive() {
            return member.isLive();
        }
    }

    @Override
    public void look() {
        merge.look();
    }

    /** The place of the first message that waits for its copy; empty when none waits. */
    Optional<IngressPosition> oldestWaiting() {
        return merge.oldestWaiting().map(Notification::place);
    }

    /** A message that is repeated may come to another session than at first. */
    private void publishOnce(EventSubMessage message, Notification twin) {
        if (message.id().isEmpty() || sessions.seen().add(message.id())) {
            output.publish(message, twin);
        }
    }
}
