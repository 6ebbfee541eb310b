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
 * One EventSub session, from the first connect to the end of the route. It is the context of the state machine whose
 * states are the subclasses of {@link SessionState}; sockets and clocks come in through the constructor. All work
 * happens on its {@link SessionLoop}, so there are no locks; {@link #start()}, {@link #stop()}, {@link #signedIn()},
 * {@link #signedOut()} and {@link #status()} may be called from any thread.
 *
 * <p>The consumer gets messages one after the other, and each message id once. It gets every notification and
 * revocation, and the welcome of a fresh session, because events may have been missed before that welcome.
 */
final class EventSubSession {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubSession.class);

    /** A second disconnection with the same close code counts as repeated within this time. */
    private static final Duration DISCONNECTION_REMEMBERED = Duration.ofHours(1);

    private final String url;
    private final SessionSettings settings;
    private final Connection.Connector connector;
    private final Supplier<CompletionStage<Account>> account;
    private final Supplier<CompletionStage<Account>> accountOrLast;
    private final SessionLoop loop;
    private final RandomGenerator random;
    private final Consumer<EventSubMessage> consumer;
    private final EventSubMessageReader reader = new EventSubMessageReader();
    private final SeenMessages seen;
    private final SubscriptionSet subscriptions;
    private final SessionRecord record = new SessionRecord();

    private final Map<CloseCode, Long> lastDisconnections = new EnumMap<>(CloseCode.class);

    private Backoff backoff;
    private volatile SessionState state = new StoppedState(this);
    private String sessionId;
    private String loggedReason;
    private boolean checkingToken;

    EventSubSession(
            String url,
            SessionSettings settings,
            List<SubscriptionSpec> specs,
            Connection.Connector connector,
            SubscriptionClient client,
            Supplier<CompletionStage<Account>> account,
            Supplier<CompletionStage<Account>> accountOrLast,
            SessionLoop loop,
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

    /**
     * Begins to connect and keeps a session until {@link #stop()}. Returns at once. An outage of Twitch is not an
     * error.
     */
    void start() {
        loop.execute(() -> {
            if (state instanceof StoppedState) {
                become(new SigningInState(this, null));
            }
        });
    }

    /** Closes the sockets. The consumer gets no message after the loop has done this. */
    void stop() {
        loop.execute(() -> {
            state.closeOld();
            if (state.socket() != null) {
                state.socket().close();
            }
            subscriptions.end();
            become(new StoppedState(this));
        });
    }

    /** Somebody signed in. A pause ends, and subscriptions that were not permitted are tried again. */
    void signedIn() {
        loop.execute(() -> {
            if (state instanceof WaitingState waiting) {
                waiting.proceed();
            } else if (!(state instanceof StoppedState)) {
                account.get().thenAccept(signedIn -> loop.execute(() -> granted(signedIn)));
            }
        });
    }

    /** Somebody signed out. The session ends, because its subscriptions belong to the old sign-in. */
    void signedOut() {
        loop.execute(() -> abandon("signed out"));
    }

    private void granted(Account signedIn) {
        if (subscriptions.belongToAnother(signedIn)) {
            abandon("another user signed in");
        } else {
            subscriptions.granted(signedIn);
        }
    }

    /** Stops reading because the consumer's queue is full; TCP then holds Twitch back. Call it on the loop. */
    void pause() {
        eachSocket(SessionSocket::pause);
    }

    /** Reads again because the consumer's queue is half empty. Call it on the loop. */
    void resume() {
        eachSocket(SessionSocket::resume);
    }

    List<ScopeNeed> scopeNeeds() {
        return subscriptions.scopeNeeds();
    }

    SessionStatus status() {
        return record.status(state, subscriptions.statuses());
    }

    // methods that sockets call

    void heard() {
        record.lastFrameAt = loop.now();
    }

    void invalid() {
        record.invalid.incrementAndGet();
    }

    void message(SessionSocket socket, EventSubMessage message) {
        if (!state.owns(socket)) {
            return;
        }
        if (message instanceof Notification notification) {
            if (deliver(notification)) {
                subscriptions.delivered(notification.subscriptionType());
            }
        } else if (message instanceof Welcome welcome) {
            record.keepaliveSeconds = socket.welcomed(welcome.keepalive()).toSeconds();
            state.welcome(socket, welcome);
        } else if (message instanceof Reconnect reconnect) {
            LOG.info("Twitch asks to move to another connection");
            state.reconnect(socket, reconnect);
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

    /**
     * The user may have disconnected the application. A question to Twitch about the token finds it out; all
     * revocations that come meanwhile cause only this question.
     */
    private void checkToken() {
        if (!checkingToken) {
            checkingToken = true;
            account.get().whenComplete((answer, failure) -> loop.execute(() -> checkingToken = false));
        }
    }

    void lost(SessionSocket socket, Disconnection disconnection) {
        if (!state.owns(socket)) {
            return;
        }
        if (socket == state.old) {
            state.old = null;
            state.oldLost();
            return;
        }
        record.lastLoss = disconnection.text();
        state.lost(disconnection);
    }

    // methods that states call

    void become(SessionState next) {
        state.leave();
        state = next;
        if (next instanceof WaitingState waiting) {
            boolean isNew = !waiting.reason().equals(loggedReason);
            loggedReason = waiting.reason();
            LOG.atLevel(isNew ? Level.WARN : Level.DEBUG)
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

    SessionLoop.Timer schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    long nanoTime() {
        return loop.nanoTime();
    }

    /** The account for a fresh session. When Twitch does not answer, it is the account that was last seen. */
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

    SessionSocket newSocket(String target) {
        return new SessionSocket(this, loop, reader, target, settings.welcomeTimeout());
    }

    void open(SessionSocket socket) {
        record.connects.incrementAndGet();
        socket.open(connector);
    }

    void freshSession(Welcome welcome, Account account) {
        sessionId = welcome.sessionId();
        record.connectedAt = loop.now();
        loggedReason = null;
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
     * Called when the session has lived for a while. With an enabled subscription the backoff starts again from its
     * first step.
     *
     * @return whether a subscription is enabled
     */
    boolean healthy() {
        if (subscriptions.anyEnabled()) {
            backoff = backoff.reset();
            return true;
        }
        return false;
    }

    /** Remembers a disconnection and returns whether another one with the same code came within the hour before. */
    boolean isRepeated(CloseCode code) {
        Long before = lastDisconnections.put(code, loop.nanoTime());
        return before != null && loop.nanoTime() - before < DISCONNECTION_REMEMBERED.toNanos();
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

    private void abandon(String reason) {
        if (state instanceof LiveState live) {
            live.socket().close();
            lost(live.socket(), Disconnection.because(reason));
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

    private void eachSocket(Consumer<SessionSocket> action) {
        if (state.socket() != null) {
            action.accept(state.socket());
        }
        if (state.old != null) {
            action.accept(state.old);
        }
    }
}
