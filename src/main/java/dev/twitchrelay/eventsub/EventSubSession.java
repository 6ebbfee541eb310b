package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Revocation;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One session with EventSub, from the first connect to the end of the route: the state machine around {@link
 * SessionState}. It has no socket and no clock of its own. Confined to its {@link Loop}; {@link #start()}, {@link #stop()},
 * {@link #signedIn()} and {@link #status()} may be called from any thread.
 *
 * <p>Messages reach the consumer one after the other, each message id once: every notification and revocation, and the
 * welcome of a fresh session, which tells that events may have been missed before it.
 */
final class EventSubSession {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubSession.class);

    /** A loss of the same kind so long after another is a first one again. */
    private static final Duration LOSS_REMEMBERED = Duration.ofHours(1);

    private final String url;
    private final SessionSettings settings;
    private final Connection.Connector connector;
    private final Supplier<CompletionStage<Account>> account;
    private final Supplier<CompletionStage<Account>> accountOrLast;
    private final Loop loop;
    private final RandomGenerator random;
    private final Consumer<EventSubMessage> consumer;
    private final EventSubMessageReader reader = new EventSubMessageReader();
    private final SeenMessages seen;
    private final SubscriptionSet subscriptions;
    private final SessionRecord record = new SessionRecord();

    private final Map<CloseCode, Long> losses = new EnumMap<>(CloseCode.class);

    private Backoff backoff;
    private volatile SessionState state = new StoppedState(this);
    private String sessionId;
    private String told;
    private boolean checkingToken;

    EventSubSession(
            String url,
            SessionSettings settings,
            List<SubscriptionSpec> specs,
            Connection.Connector connector,
            SubscriptionClient client,
            Supplier<CompletionStage<Account>> account,
            Supplier<CompletionStage<Account>> accountOrLast,
            Loop loop,
            RandomGenerator random,
            SeenMessages seen,
            Consumer<EventSubMessage> consumer) {
        this.url = url;
        this.settings = settings;
        this.connector = connector;
        this.account = account;
        this.accountOrLast = accountOrLast;
        this.loop = loop;
        this.random = random;
        this.seen = seen;
        this.consumer = consumer;
        this.backoff = settings.backoff();
        this.subscriptions = new SubscriptionSet(specs, client, loop, random, this::sessionGone);
    }

    /** Begins to connect, and goes on until {@link #stop()}. Returns at once; that Twitch is down is no failure. */
    void start() {
        loop.execute(() -> {
            if (state instanceof StoppedState) {
                become(new SigningInState(this, null));
            }
        });
    }

    /** Closes what is open. No message is handed out after the loop has worked on this. */
    void stop() {
        loop.execute(() -> {
            state.closeOld();
            if (state.link() != null) {
                state.link().close();
            }
            subscriptions.end();
            become(new StoppedState(this));
        });
    }

    /** Somebody signed in: no need to wait any longer, and what was not permitted may be now. */
    void signedIn() {
        loop.execute(() -> {
            if (state instanceof WaitingState waiting) {
                waiting.proceed();
            } else if (!(state instanceof StoppedState)) {
                account.get().thenAccept(now -> loop.execute(() -> granted(now)));
            }
        });
    }

    /** Somebody signed out: nothing that was granted is received any more. */
    void signedOut() {
        loop.execute(() -> abandon("signed out"));
    }

    private void granted(Account now) {
        if (subscriptions.belongToAnother(now)) {
            abandon("another user signed in");
        } else {
            subscriptions.granted(now);
        }
    }

    /** The consumer has enough for the moment: stops reading, so that TCP holds Twitch back. Call on the loop. */
    void pause() {
        eachLink(Link::pause);
    }

    /** The consumer has caught up. Call on the loop. */
    void resume() {
        eachLink(Link::resume);
    }

    List<ScopeNeed> scopeNeeds() {
        return subscriptions.scopeNeeds();
    }

    SessionStatus status() {
        return record.status(state, subscriptions.statuses());
    }

    // what links report

    void heard() {
        record.lastFrameAt = loop.now();
    }

    void invalid() {
        record.invalid.incrementAndGet();
    }

    void message(Link link, EventSubMessage message) {
        if (!state.owns(link)) {
            return;
        }
        if (message instanceof Notification notification) {
            if (deliver(notification)) {
                subscriptions.delivered(notification.subscriptionType());
            }
        } else if (message instanceof Welcome welcome) {
            record.keepaliveSeconds = link.welcomed(welcome.keepalive()).toSeconds();
            state.welcome(link, welcome);
        } else if (message instanceof Reconnect reconnect) {
            LOG.info("Twitch asks to move to another connection");
            state.reconnect(link, reconnect);
        } else if (message instanceof Revocation revocation && deliver(revocation)) {
            if (revocation.cameAsNotification()) {
                invalid();
            }
            subscriptions.revoked(revocation.subscriptionId(), revocation.subscriptionType(), revocation.status());
            if (revocation.status().equals("authorization_revoked")) {
                checkToken();
            }
        }
    }

    /** The user took the grant back, it seems: asking whose token it is finds out. All revocations of it cause one question. */
    private void checkToken() {
        if (!checkingToken) {
            checkingToken = true;
            account.get().whenComplete((now, failure) -> loop.execute(() -> checkingToken = false));
        }
    }

    void lost(Link link, Loss loss) {
        if (!state.owns(link)) {
            return;
        }
        if (link == state.old) {
            state.old = null;
            state.oldLost();
            return;
        }
        record.lastLoss = loss.text();
        state.lost(loss);
    }

    // what states do

    void become(SessionState next) {
        state.leave();
        state = next;
        if (next instanceof WaitingState waiting) {
            boolean news = !waiting.reason().equals(told);
            told = waiting.reason();
            LOG.atLevel(news ? Level.WARN : Level.DEBUG)
                    .log(
                            "no EventSub session: {}. The next attempt is in {} s",
                            waiting.reason(),
                            waiting.delay().toMillis() / 1000.0);
        }
        next.enter();
    }

    boolean isIn(SessionState candidate) {
        return state == candidate;
    }

    void onLoop(Runnable task) {
        loop.execute(task);
    }

    Loop.Timer schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    long nanoTime() {
        return loop.nanoTime();
    }

    /** For a fresh session: the account as it was last seen will do where Twitch does not answer. */
    CompletionStage<Account> account() {
        return accountOrLast.get();
    }

    String url() {
        return url;
    }

    SessionSettings settings() {
        return settings;
    }

    SubscriptionSet subscriptions() {
        return subscriptions;
    }

    Link newLink(String target) {
        return new Link(this, loop, reader, target, settings.welcomeTimeout());
    }

    void open(Link link) {
        record.connects.incrementAndGet();
        link.open(connector);
    }

    void freshSession(Welcome welcome, Account account) {
        sessionId = welcome.sessionId();
        record.connectedAt = loop.now();
        told = null;
        LOG.info("EventSub session {} is live for channel {}", sessionId, account.broadcasterLogin());
        consumer.accept(welcome);
        subscriptions.begin(sessionId, account);
    }

    void handedOver(Welcome welcome) {
        record.handovers.incrementAndGet();
        sessionId = welcome.sessionId();
        LOG.info("EventSub session {} has moved to another connection", sessionId);
        subscriptions.carryOver(sessionId);
    }

    /**
     * The session has lived for a while; with a subscription that works, the next loss is a first one again.
     *
     * @return whether there is one
     */
    boolean healthy() {
        if (subscriptions.anyEnabled()) {
            backoff = backoff.reset();
            return true;
        }
        return false;
    }

    /** Takes note of a loss; whether another one with this code came within the hour before. */
    boolean lostBefore(CloseCode code) {
        Long before = losses.put(code, loop.nanoTime());
        return before != null && loop.nanoTime() - before < LOSS_REMEMBERED.toNanos();
    }

    Duration nextDelay() {
        Duration delay = backoff.delay(random);
        backoff = backoff.failed();
        return delay;
    }

    Duration longestDelay() {
        return backoff.longest(random);
    }

    private void sessionGone() {
        abandon("Twitch does not know the session any more");
    }

    private void abandon(String why) {
        if (state instanceof LiveState live) {
            live.link().drop();
            lost(live.link(), Loss.because(why));
        }
    }

    private boolean deliver(EventSubMessage message) {
        if (!message.id().isEmpty() && !seen.add(message.id())) {
            record.duplicates.incrementAndGet();
            return false;
        }
        record.messages.incrementAndGet();
        consumer.accept(message);
        return true;
    }

    private void eachLink(Consumer<Link> action) {
        if (state.link() != null) {
            action.accept(state.link());
        }
        if (state.old != null) {
            action.accept(state.old);
        }
    }
}
