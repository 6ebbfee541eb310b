package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.eventsub.SessionStatus.SubscriptionStatus;
import dev.twitchrelay.eventsub.Subscription.State;
import dev.twitchrelay.eventsub.SubscriptionClient.Created;
import dev.twitchrelay.eventsub.SubscriptionClient.Listed;
import dev.twitchrelay.eventsub.SubscriptionClient.Outcome;
import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of the current session. They are created in parallel, and the failure of one type does not touch
 * the other types. Every ten minutes they are compared with Twitch's list and created again where they are missing.
 * Each session creates all anew. Confined to the session's {@link SessionLoop}, except for {@link #statuses()}.
 */
final class SubscriptionSet {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSet.class);
    private static final int PARALLEL = 10;
    private static final Duration REPAIR_INTERVAL = Duration.ofMinutes(10);
    private static final Backoff UNAVAILABLE_BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final List<Subscription> subscriptions = new ArrayList<>();
    private final SubscriptionClient client;
    private final SessionLoop loop;
    private final RandomGenerator random;
    private final Set<String> live;
    private final Runnable sessionGone;
    private final Consumer<String> refused;
    private final Deque<Subscription> waiting = new ArrayDeque<>();

    /** Counts sessions. An answer to a request of an earlier session is ignored. */
    private int round;

    private int underWay;
    private String sessionId;
    private Account account;
    private SessionLoop.Timer repair;

    /**
     * @param live the ids of all sessions that the relay has: their subscriptions are no orphans
     * @param sessionGone is called when Twitch does not know the session any more
     * @param refused is called with the reason when Twitch refuses all subscriptions although another session lives
     */
    SubscriptionSet(
            List<SubscriptionSpec> specs,
            SubscriptionClient client,
            SessionLoop loop,
            RandomGenerator random,
            Set<String> live,
            Runnable sessionGone,
            Consumer<String> refused) {
        // types without a scope come first, because they succeed; Twitch closes a socket that has no subscription after
        // 10 s (CloseCode.CONNECTION_UNUSED)
        specs.stream()
                .sorted(Comparator.comparing(spec -> !spec.scopes().isEmpty()))
                .forEach(spec -> subscriptions.add(new Subscription(spec)));
        this.client = client;
        this.loop = loop;
        this.random = random;
        this.live = live;
        this.sessionGone = sessionGone;
        this.refused = refused;
    }

    /** Creates all subscriptions for a fresh session. */
    void begin(String sessionId, Account account) {
        end();
        moveTo(sessionId);
        this.account = account;
        subscriptions.forEach(this::createIfPermitted);
        scheduleRepair();
    }

    /** The token has other scopes than before, so subscriptions without permission are tried again. */
    void granted(Account account) {
        if (sessionId == null) {
            return;
        }
        this.account = account;
        subscriptions.stream()
                .filter(subscription -> subscription.state().isFinal())
                .forEach(this::createIfPermitted);
    }

    /** Whether the subscriptions belong to another user. A socket may only have the subscriptions of one user. */
    boolean belongToAnother(Account candidate) {
        return sessionId != null && !candidate.userId().equals(account.userId());
    }

    /** The session has ended, and all its subscriptions with it. */
    void end() {
        round++;
        underWay = 0;
        waiting.clear();
        moveTo(null);
        if (repair != null) {
            repair.cancel();
        }
        subscriptions.forEach(Subscription::disconnected);
    }

    /** The session moved to another socket with its subscriptions. Should its id change, Twitch's list is compared. */
    void carryOver(String newSessionId) {
        boolean sameSession = newSessionId.equals(sessionId);
        moveTo(newSessionId);
        if (!sameSession) {
            repair(true);
        }
    }

    private void moveTo(String next) {
        live.remove(String.valueOf(sessionId));
        Optional.ofNullable(next).ifPresent(live::add);
        sessionId = next;
    }

    /** Twitch ended a subscription. */
    void revoked(String id, String type, String status) {
        String reason = "Twitch ended it: " + status + Subscription.remedyOf(status);
        subscriptions.stream()
                .filter(subscription -> id.equals(subscription.id()))
                .findFirst()
                // without a match of the id, a subscription of this type whose id is not known is meant
                .or(() -> subscriptions.stream()
                        .filter(subscription -> subscription.spec.type().equals(type)
                                && subscription.id().isEmpty())
                        .findFirst())
                .ifPresent(subscription -> subscription.become(State.REVOKED, reason));
        LOG.warn("the subscription to {} is revoked. {}", type, reason);
    }

    /** An event of this type has arrived. */
    void delivered(String type) {
        subscriptions.stream()
                .filter(each -> each.spec.type().equals(type))
                .forEach(each -> each.delivered(loop.now()));
    }

    /** Whether a subscription to a type that suits is enabled. */
    boolean isEnabled(Predicate<String> types) {
        return subscriptions.stream().anyMatch(each -> each.state() == State.ENABLED && types.test(each.spec.type()));
    }

    /** Whether Twitch has answered about each subscription, and a further attempt soon would be in vain. */
    boolean isSettled() {
        return subscriptions.stream().allMatch(Subscription::isSettled);
    }

    /** Tries the subscriptions again that Twitch refused because the user has others. */
    void retryLimited() {
        subscriptions.stream().filter(Subscription::isLimited).forEach(this::create);
    }

    /** Whether every subscription needs a person's help. */
    boolean hopeless() {
        return subscriptions.stream().allMatch(each -> each.state().isFinal());
    }

    List<ScopeNeed> scopeNeeds() {
        return subscriptions.stream().map(each -> each.spec.need()).toList();
    }

    List<SubscriptionStatus> statuses() {
        return subscriptions.stream().map(Subscription::status).toList();
    }

    /** Creates the subscription if the token has the needed scopes; otherwise Twitch would refuse it. */
    private void createIfPermitted(Subscription subscription) {
        List<String> missing = subscription.spec.need().missingFrom(account.scopes());
        subscription.missing(missing);
        if (missing.isEmpty()) {
            create(subscription);
        } else {
            fail(
                    subscription,
                    State.MISSING_SCOPE,
                    "the sign-in lacks the scope " + String.join(" and ", missing)
                            + ": sign in again to grant it, at /#sign-in of the relay");
        }
    }

    private void create(Subscription subscription) {
        subscription.become(State.PENDING, "being created");
        waiting.add(subscription);
        submit();
    }

    private void submit() {
        while (underWay < PARALLEL && !waiting.isEmpty()) {
            Subscription next = waiting.remove();
            underWay++;
            onLoop(client.create(next.spec, next.spec.conditionFor(account), sessionId), answer -> {
                underWay--;
                settle(next, answer);
                submit();
            });
        }
    }

    private void settle(Subscription subscription, Created answer) {
        switch (answer.outcome()) {
            case CREATED -> subscription.enabled(answer);
            case EXISTS -> verify(subscription, answer);
            case FORBIDDEN -> fail(subscription, State.FORBIDDEN, answer.message());
            case REJECTED -> fail(subscription, State.REJECTED, answer.message());
            case SIGN_IN_REQUIRED -> fail(subscription, State.SIGN_IN_REQUIRED, answer.message());
            case SESSION_GONE -> {
                // tried again, because the session continues when this happens during a hand-over
                retry(subscription, answer, UNAVAILABLE_BACKOFF);
                sessionGone.run();
            }
            case RATE_LIMITED -> retry(subscription, answer, answer.retryAfter());
            case LIMIT_REACHED -> retry(subscription, answer, TimeLimits.REFUSED);
            case UNAVAILABLE -> retry(subscription, answer, UNAVAILABLE_BACKOFF);
        }
    }

    private void fail(Subscription subscription, State state, String reason) {
        subscription.become(state, reason);
        warnOnce(subscription, reason, false);
    }

    private void retry(Subscription subscription, Created answer, Backoff backoff) {
        retry(subscription, answer, subscription.delayAfterFailure(backoff, random));
    }

    private void retry(Subscription subscription, Created answer, Duration delay) {
        boolean limited = answer.outcome() == Outcome.LIMIT_REACHED || answer.outcome() == Outcome.EXISTS;
        String reason = answer.message() + "; the next attempt is in " + Math.max(1, delay.toSeconds()) + " s";
        subscription.retrying(reason, limited, loop.schedule(delay, () -> create(subscription)));
        String lasting = answer.message() + "; it is tried again until it succeeds";
        warnOnce(subscription, lasting, subscriptions.stream().anyMatch(each -> each.logged.contains(lasting)));
        if (limited && live.size() > 1 && isSettled() && !isEnabled(type -> true)) {
            refused.accept("Twitch allows no further session beside the others: " + answer.message());
        }
    }

    /** @param isKnown whether the reason was told for another subscription; the status has it for each */
    private static void warnOnce(Subscription subscription, String reason, boolean isKnown) {
        if (subscription.logged.add(reason) && !isKnown) {
            LOG.warn("cannot subscribe to {}: {}", subscription.spec.type(), reason);
        }
    }

    /**
     * Twitch says that the subscription exists. It is enabled when Twitch names its id or lists it on this session. On a
     * dead session of ours, it is deleted and created again. Otherwise it is tried again later.
     */
    private void verify(Subscription subscription, Created answer) {
        if (!answer.id().isEmpty() && !isOfAnother(subscription, answer.id())) {
            subscription.enabled(answer);
            return;
        }
        subscription.become(State.PENDING, "Twitch says that it exists; Twitch's list is being asked");
        onLoop(client.list(), listed -> {
            Optional<Listed> here = listed == null ? Optional.empty() : existing(subscription, listed);
            if (here.isPresent()) {
                subscription.enabled(new Created(Outcome.CREATED, here.get().id(), answer.cost(), "", null));
                return;
            }
            List<Listed> orphans = listed == null || !subscription.mayReplace()
                    ? List.of()
                    : listed.stream()
                            .filter(entry ->
                                    subscription.isEqualTo(entry, account) && !live.contains(entry.sessionId()))
                            .toList();
            if (orphans.isEmpty()) {
                String reason = listed == null
                        ? "Twitch says that the subscription exists, but does not give its list of subscriptions"
                        : "Twitch says that the subscription exists, but Twitch's list does not have it for this"
                                + " session; perhaps another entry of types names the same subscription";
                retry(subscription, Created.failed(Outcome.EXISTS, reason), TimeLimits.UNCONFIRMED);
                return;
            }
            CompletionStage<Void> deleted = CompletableFuture.completedFuture(null);
            for (Listed orphan : orphans) {
                deleted = deleted.thenCompose(done -> client.delete(orphan.id()));
            }
            onLoop(deleted, done -> create(subscription));
        });
    }

    /** The entry of the list that is this subscription and no other, on this session. */
    private Optional<Listed> existing(Subscription subscription, List<Listed> listed) {
        return listed.stream()
                .filter(entry -> entry.sessionId().equals(sessionId)
                        && subscription.isEqualTo(entry, account)
                        && !isOfAnother(subscription, entry.id()))
                .findFirst();
    }

    private boolean isOfAnother(Subscription subscription, String id) {
        return subscriptions.stream()
                .anyMatch(other -> other != subscription && other.id().equals(id));
    }

    private void scheduleRepair() {
        repair = loop.schedule(REPAIR_INTERVAL, () -> {
            repair(false);
            scheduleRepair();
        });
    }

    /**
     * Creates the subscriptions that Twitch's list does not have, because a socket that lost its subscriptions looks healthy and
     * is silent.
     *
     * @param withoutList whether to create the enabled subscriptions again when the list is not available; for an existing
     *     subscription Twitch answers 409, which does no harm
     */
    private void repair(boolean withoutList) {
        onLoop(client.list(), listed -> {
            for (Subscription subscription : subscriptions) {
                boolean missing = listed == null ? withoutList : !subscription.isListed(listed, sessionId, account);
                if (subscription.state() == State.ENABLED && missing) {
                    LOG.info(
                            "subscribing to {} again, because Twitch does not have the subscription on this session",
                            subscription.spec.type());
                    create(subscription);
                }
            }
        });
    }

    /** Runs the reaction on the loop, unless the session of the request has ended. */
    private <T> void onLoop(CompletionStage<T> answer, Consumer<T> reaction) {
        int requestRound = round;
        answer.thenAccept(value -> loop.execute(() -> {
            if (requestRound == round) {
                reaction.accept(value);
            }
        }));
    }
}
