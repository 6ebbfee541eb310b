package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one route, and when each of them begins and ends. The sessions begin some seconds apart.
 * When the route gets other parameters, the sessions are replaced one after the other, so that a session always receives:
 *
 * <table>
 *   <caption>The next step of a replacement</caption>
 *   <tr><th>New sessions</th><th>Step</th></tr>
 *   <tr><td>none, and Twitch allows one more session</td><td>a new session begins</td></tr>
 *   <tr><td>none, and there are as many sessions as Twitch allows</td>
 *       <td>an old session ends, and a new session begins</td></tr>
 *   <tr><td>the latest is not settled: a subscription of it is neither enabled nor refused</td>
 *       <td>old sessions without a socket end; the others go on</td></tr>
 *   <tr><td>the latest is settled</td>
 *       <td>an old session ends; if a new session is missing, it begins</td></tr>
 * </table>
 *
 * <p>An old session that Twitch counts may be the reason for a refusal. So refused subscriptions are tried again when an old
 * session has ended. {@link SessionFeed} makes and calls it. Confined to the sessions' {@link SessionLoop}.
 */
final class SessionGroup {
    private static final Logger LOG = LoggerFactory.getLogger(SessionGroup.class);

    /**
     * Connections with subscriptions that Twitch allows for a client id and user (<a
     * href="https://dev.twitch.tv/docs/eventsub/manage-subscriptions/#subscription-limits">Subscription limits</a>).
     */
    static final int MOST_SESSIONS = 3;

    /** Sessions that begin together would also end together. */
    static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(5);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** Twitch needs a moment to notice that a session has ended. */
    private static final Duration LIMITS_CLEAR = Duration.ofSeconds(2);

    /** Opens sessions with the parameters of one route's URI. */
    interface Opener {
        /** The number of sessions that this relay has to hold, 0 to {@link #MOST_SESSIONS}. */
        int sessions();

        /** @param seen for the ids of the session's messages */
        EventSubSession open(Set<String> seen, SessionReceiver receiver);

        /** All its sessions have ended. */
        void close();
    }

    private final EventSubSessions sessions;
    private final SessionLoop loop;
    private final SessionIntake intake;
    /** In the order of their beginnings. */
    private final List<Running> running = new ArrayList<>();

    private Opener opener;
    private long latestBegin;
    /** Whether an old session has just ended, and what Twitch refused is about to be tried again. */
    private boolean isRetrying;

    private boolean isIncomparable;
    private boolean isStopped;

    /**
     * The sessions of a relay without a cluster.
     *
     * @param sessions the register of all sessions, with the messages and events that the relay has published
     * @param receiver gets each message once, on the loop
     */
    SessionGroup(EventSubSessions sessions, SessionLoop loop, Consumer<EventSubMessage> receiver) {
        this.sessions = sessions;
        this.loop = loop;
        intake = new MergingIntake(
                loop::nanoTime, sessions, (message, twin) -> receiver.accept(message), this::goOnWithOne);
    }

    /** @param intake takes what the sessions receive */
    SessionGroup(EventSubSessions sessions, SessionLoop loop, SessionIntake intake) {
        this.sessions = sessions;
        this.loop = loop;
        this.intake = intake;
    }

    /** One of the sessions. */
    private final class Running implements SessionReceiver {
        private final Opener opener = SessionGroup.this.opener;
        private final EventSubSession session = opener.open(EventSubSessions.newSeen(), this);
        private final SessionIntake.Member member = intake.member(session);

        @Override
        public void began(Welcome welcome) {
            member.began(welcome);
        }

        @Override
        public void received(EventSubMessage message) {
            member.received(message);
        }

        @Override
        public void heard() {
            member.heard();
        }

        @Override
        public void ended() {
            member.ended();
        }
    }

    /** Begins the sessions of a URI, or replaces the sessions of another URI by them. */
    void use(Opener next) {
        boolean isFirst = opener == null;
        opener = next;
        if (isFirst) {
            look();
        } else {
            step();
        }
    }

    /** Ends all sessions. Events that wait for the leading session are received before. */
    void stop() {
        isStopped = true;
        List.copyOf(running).forEach(this::end);
    }

    /** Stops reading. */
    void pause() {
        running.forEach(each -> each.session.pause());
    }

    /** Reads again. */
    void resume() {
        running.forEach(each -> each.session.resume());
    }

    private void look() {
        if (!isStopped) {
            intake.look();
            step();
            loop.schedule(LOOK_INTERVAL, this::look);
        }
    }

    /** The number of sessions that the URI wants may be another one now. */
    void adapt() {
        if (!isStopped && opener != null) {
            step();
        }
    }

    private void step() {
        List<Running> fresh = having(each -> each.opener == opener);
        List<Running> old = having(each -> each.opener != opener);
        int wanted = isIncomparable ? 1 : opener.sessions();
        if (wanted == 0) {
            List.copyOf(running).forEach(this::end);
        } else if (old.isEmpty()) {
            boolean inTime = fresh.isEmpty() || loop.nanoTime() - latestBegin >= BETWEEN_SESSIONS.toNanos();
            if (fresh.size() < wanted && inTime) {
                begin();
            }
        } else if (fresh.isEmpty()) {
            if (running.size() == MOST_SESSIONS || isIncomparable) {
                endOneOf(old);
            }
            begin();
        } else if (isRetrying || !fresh.get(fresh.size() - 1).session.isSettled()) {
            old.stream().filter(each -> !each.member.isLive()).forEach(this::end);
        } else {
            endOneOf(old);
            isRetrying = true;
            loop.schedule(LIMITS_CLEAR, this::retryRefused);
            if (fresh.size() < wanted) {
                begin();
            }
        }
    }

    private void retryRefused() {
        isRetrying = false;
        running.forEach(each -> each.session.retry());
    }

    private List<Running> having(Predicate<Running> property) {
        return running.stream().filter(property).toList();
    }

    private void begin() {
        latestBegin = loop.nanoTime();
        Running next = new Running();
        running.add(next);
        sessions.add(next.session);
        next.session.start();
    }

    /** Ends a session without a socket, or the latest. The first of the living sessions leads, so it ends last. */
    private void endOneOf(List<Running> old) {
        Optional<Running> dead =
                old.stream().filter(each -> !each.member.isLive()).findFirst();
        end(dead.orElse(old.get(old.size() - 1)));
    }

    private void end(Running ending) {
        running.remove(ending);
        sessions.remove(ending.session);
        ending.session.stop();
        if (having(each -> each.opener == ending.opener).isEmpty() && (isStopped || ending.opener != opener)) {
            // after the session's socket has been closed
            loop.execute(ending.opener::close);
        }
    }

    private void goOnWithOne() {
        LOG.warn(
                "the sessions with Twitch deliver events that differ, so the relay cannot tell which of them are the same. It goes"
                        + " on with one session until its next start. Set twitch.eventsub.sessions to 1, and report it");
        isIncomparable = true;
        sessions.incomparable();
        having(each -> !each.member.isLive()).forEach(this::end);
    }
}
