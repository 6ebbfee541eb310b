package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Revocation;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.eventsub.SessionSocket.Disconnection;
import dev.twitchrelay.eventsub.SessionState.LiveState;
import dev.twitchrelay.eventsub.SessionState.SigningInState;
import dev.twitchrelay.eventsub.SessionState.StoppedState;
import dev.twitchrelay.eventsub.SessionState.WaitingState;
import java.util.List;
import java.util.Set;
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
 * {@link #signedOut()} and {@link #status()} may be called from any thread. The receiver gets each message id once.
 */
final class EventSubSession {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubSession.class);

    /** The address that a fresh session connects to. */
    final String url;

    final TimeLimits limits;
    final SessionLoop loop;
    final SessionPauses pauses;
    final SubscriptionSet subscriptions;
    private final Connection.Connector connector;
    private final Supplier<CompletionStage<Account>> account;
    private final Supplier<CompletionStage<Account>> accountOrLast;
    private final SessionReceiver receiver;
    private final Set<String> seen;
    private final SessionStatus.Counters counters = new SessionStatus.Counters();

    private volatile SessionState state = new StoppedState(this);
    private boolean delivers;
    private String loggedReason;
    private boolean checkingToken;

    /**
     * @param account asks Twitch for the account of the token
     * @param accountOrLast as {@code account}, but takes the last account when Twitch does not answer
     * @param seen the ids of the messages that were received
     * @param live the ids of all sessions that the relay has
     */
    EventSubSession(
            String url,
            TimeLimits limits,
            List<SubscriptionSpec> specs,
            Connection.Connector connector,
            SubscriptionClient client,
            Supplier<CompletionStage<Account>> account,
            Supplier<CompletionStage<Account>> accountOrLast,
            SessionLoop loop,
            RandomGenerator random,
            Set<String> seen,
            Set<String> live,
            SessionReceiver receiver) {
        this.url = url;
        this.limits = limits;
        this.connector = connector;
        this.account = account;
        this.accountOrLast = accountOrLast;
        this.loop = loop;
        this.seen = seen;
        this.receiver = receiver;
        this.pauses = new SessionPauses(limits.backoff(), random);
        this.subscriptions = new SubscriptionSet(
                specs,
                client,
                loop,
                random,
                live,
                () -> abandon("Twitch does not know the session any more"),
                this::refused);
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

    /** Another session has ended, so Twitch's limits may have room for this session. Call it on the loop. */
    void retry() {
        if (state instanceof WaitingState waiting && waiting.isRefused()) {
            waiting.proceed();
        } else {
            subscriptions.retryLimited();
        }
    }

    /** Whether the session receives as much as Twitch gives it for now. Call it on the loop. */
    boolean isSettled() {
        return state instanceof WaitingState waiting
                ? waiting.isRefused()
                : state instanceof LiveState && subscriptions.isSettled();
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
        return counters.status(state, subscriptions.statuses());
    }

    // methods that sockets call

    void heard() {
        counters.lastFrameAt = loop.now();
        receiver.heard();
    }

    void invalid() {
        counters.invalid.incrementAndGet();
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
            counters.keepaliveSeconds = socket.welcomed(welcome.keepalive()).toSeconds();
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
            tellEnd();
            return;
        }
        counters.lastLoss = disconnection.text();
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
        tellEnd();
    }

    private void tellEnd() {
        boolean before = delivers;
        delivers = state.delivers();
        if (before && !delivers) {
            receiver.ended();
        }
    }

    boolean isIn(SessionState candidate) {
        return state == candidate;
    }

    /** The account for a fresh session. When Twitch does not answer, it is the account that was last seen. */
    CompletionStage<Account> account() {
        return accountOrLast.get();
    }

    void open(SessionSocket socket) {
        counters.connects.incrementAndGet();
        socket.open(connector);
    }

    void freshSession(Welcome welcome, Account account) {
        counters.connectedAt = loop.now();
        LOG.atLevel(pauses.wasRefused() ? Level.DEBUG : Level.INFO)
                .log("EventSub session {} is live for channel {}", welcome.sessionId(), account.broadcasterLogin());
        receiver.began(welcome);
        subscriptions.begin(welcome.sessionId(), account);
    }

    void handedOver(Welcome welcome) {
        counters.handovers.incrementAndGet();
        LOG.info("EventSub session {} has moved to another connection", welcome.sessionId());
        subscriptions.carryOver(welcome.sessionId());
    }

    /**
     * Called when the session has lived for a while. With an enabled subscription the backoff starts again from its
     * first step.
     *
     * @return whether a subscription is enabled
     */
    boolean healthy() {
        if (subscriptions.isEnabled(type -> true)) {
            pauses.healthy();
            loggedReason = null;
            return true;
        }
        return false;
    }

    private void abandon(String reason) {
        if (state instanceof LiveState live) {
            live.socket().close();
            lost(live.socket(), Disconnection.because(reason));
        }
    }

    /** Twitch refuses all subscriptions, and the relay has another session. The socket is of no use. */
    private void refused(String reason) {
        if (state instanceof LiveState live) {
            live.socket().close();
            subscriptions.end();
            counters.lastLoss = reason;
            become(WaitingState.refused(this, reason));
        }
    }

    private boolean deliver(EventSubMessage message) {
        if (!message.id().isEmpty() && !seen.add(message.id())) {
            counters.duplicates.incrementAndGet();
            return false;
        }
        counters.messages.incrementAndGet();
        receiver.received(message);
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
