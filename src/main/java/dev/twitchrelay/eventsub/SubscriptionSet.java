package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.ScopeNeed;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of the current session: created in parallel, each with its own fate, repaired when Twitch's list says
 * otherwise. What failed for one type never touches the others. Confined to the session's {@link Loop}; {@link #statuses()}
 * may be called from any thread.
 *
 * <p>A fresh session starts from nothing: nothing that an earlier session had is taken for granted.
 */
final class SubscriptionSet {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSet.class);
    private static final int PARALLEL = 10;
    private static final Duration REPAIR_INTERVAL = Duration.ofMinutes(10);
    private static final Backoff TROUBLE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Backoff LIMIT = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(10));
    /** Twitch's list may be late; where it never has it, another attempt now and then costs nothing. */
    private static final Backoff DOUBT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10));

    private final List<Subscription> subscriptions = new ArrayList<>();
    private final SubscriptionClient client;
    private final Loop loop;
    private final RandomGenerator random;
    private final Runnable sessionGone;
    private final Deque<Subscription> waiting = new ArrayDeque<>();
    /** Why subscriptions could not be had: said once until they can, not after each attempt or reconnect. */
    private final Map<SubscriptionSpec, Set<String>> told = new HashMap<>();

    /** Answers that belong to an earlier round are late and mean nothing. */
    private int round;

    private int underWay;
    private String sessionId;
    private Account account;
    private Loop.Timer repair;

    /** @param sessionGone called when Twitch does not know the session any more */
    SubscriptionSet(
            List<SubscriptionSpec> specs,
            SubscriptionClient client,
            Loop loop,
            RandomGenerator random,
            Runnable sessionGone) {
        // what needs no scope is certain to work and meets Twitch's deadline for the first subscription
        specs.stream()
                .sorted(Comparator.comparing(spec -> !spec.scopes().isEmpty()))
                .forEach(spec -> subscriptions.add(new Subscription(spec)));
        this.client = client;
        this.loop = loop;
        this.random = random;
        this.sessionGone = sessionGone;
    }

    /** Creates all subscriptions for a fresh session. */
    void begin(String sessionId, Account account) {
        end();
        this.sessionId = sessionId;
        this.account = account;
        subscriptions.forEach(this::createIfPermitted);
        scheduleRepair();
    }

    /** The token may do more or less than before: what failed for want of permission is tried again. */
    void granted(Account account) {
        if (sessionId == null) {
            return;
        }
        this.account = account;
        subscriptions.stream()
                .filter(subscription -> subscription.state().isFinal())
                .forEach(this::createIfPermitted);
    }

    /** Whether this is another user than the one whose subscriptions these are; a socket takes one user's only. */
    boolean belongToAnother(Account candidate) {
        return sessionId != null && !candidate.userId().equals(account.userId());
    }

    /** The session is over, and with it all its subscriptions. */
    void end() {
        round++;
        underWay = 0;
        waiting.clear();
        sessionId = null;
        if (repair != null) {
            repair.cancel();
        }
        subscriptions.forEach(Subscription::disconnected);
    }

    /**
     * The session moved to another socket. Its subscriptions moved along, so nothing is created; only when the id is a new
     * one, which Twitch does not do, its list is asked what there is.
     */
    void carryOver(String newSessionId) {
        boolean sameSession = newSessionId.equals(sessionId);
        sessionId = newSessionId;
        if (!sameSession) {
            repair(true);
        }
    }

    /** Twitch ended a subscription. */
    void revoked(String id, String type, String status) {
        String reason = "Twitch ended it: " + status + remedy(status);
        subscriptions.stream()
                .filter(subscription -> id.equals(subscription.id()))
                .findFirst()
                // one whose id is another or not is not ended by it
                .or(() -> subscriptions.stream()
                        .filter(subscription -> subscription.spec.type().equals(type)
                                && subscription.id().isEmpty())
                        .findFirst())
                .ifPresent(subscription -> subscription.ended(State.REVOKED, reason));
        LOG.warn("the subscription to {} is revoked. {}", type, reason);
    }

    private static String remedy(String status) {
        return switch (status) {
            case "authorization_revoked" ->
                "; sign in again, the user disconnected the application or has a new password";
            case "user_removed" -> "; the account in its condition does not exist any more";
            case "version_removed" -> "; name a newer version in the route's types";
            case "moderator_removed" -> "; the token's user is no moderator of the channel any more";
            default -> "";
        };
    }

    /** An event of this type arrived. */
    void delivered(String type) {
        for (Subscription subscription : subscriptions) {
            if (subscription.spec.type().equals(type)) {
                subscription.delivered(loop.now());
            }
        }
    }

    boolean anyEnabled() {
        return subscriptions.stream().anyMatch(subscription -> subscription.state() == State.ENABLED);
    }

    /** Whether no subscription has a chance without a person's help. */
    boolean hopeless() {
        return subscriptions.stream()
                .allMatch(subscription -> subscription.state().isFinal());
    }

    List<ScopeNeed> scopeNeeds() {
        return subscriptions.stream()
                .map(subscription -> subscription.spec.need())
                .toList();
    }

    List<SubscriptionStatus> statuses() {
        return subscriptions.stream().map(Subscription::status).toList();
    }

    /** Twitch is not asked for what it is known to refuse. */
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
        subscription.pending();
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
            case CREATED -> enabled(subscription, answer);
            case EXISTS -> {
                subscription.doubted();
                verify(subscription, answer);
            }
            case FORBIDDEN -> fail(subscription, State.FORBIDDEN, answer.message());
            case REJECTED -> fail(subscription, State.REJECTED, answer.message());
            case SIGN_IN_REQUIRED -> fail(subscription, State.SIGN_IN_REQUIRED, answer.message());
            case SESSION_GONE -> {
                // in the middle of a hand-over the session is not given up, and this one is tried again
                retry(subscription, answer, subscription.delayAfterFailure(TROUBLE, random));
                sessionGone.run();
            }
            case RATE_LIMITED -> retry(subscription, answer, answer.retryAfter());
            case LIMIT_REACHED -> retry(subscription, answer, subscription.delayAfterFailure(LIMIT, random));
            case UNAVAILABLE -> retry(subscription, answer, subscription.delayAfterFailure(TROUBLE, random));
        }
    }

    private void fail(Subscription subscription, State state, String reason) {
        subscription.ended(state, reason);
        tell(subscription, reason);
    }

    private void retry(Subscription subscription, Created answer, Duration delay) {
        String reason = answer.message() + "; the next attempt is in " + Math.max(1, delay.toSeconds()) + " s";
        subscription.retrying(reason, loop.schedule(delay, () -> create(subscription)));
        tell(subscription, answer.message() + "; it is tried again until it succeeds");
    }

    private void tell(Subscription subscription, String reason) {
        if (told.computeIfAbsent(subscription.spec, spec -> new HashSet<>()).add(reason)) {
            LOG.warn("cannot subscribe to {}: {}", subscription.spec.type(), reason);
        }
    }

    private void enabled(Subscription subscription, Created answer) {
        subscription.enabled(answer);
        told.remove(subscription.spec);
    }

    /**
     * Twitch says that it exists. It counts as enabled when the list has it on this session; when it belongs to a dead
     * session of ours, it is replaced; otherwise nobody knows what exists, and it is tried again.
     */
    private void verify(Subscription subscription, Created answer) {
        onLoop(client.list(), listed -> {
            Optional<Listed> here = listed == null ? Optional.empty() : existing(subscription, answer, listed);
            if (here.isPresent()) {
                enabled(subscription, new Created(Outcome.CREATED, here.get().id(), answer.cost(), "", null));
                return;
            }
            List<Listed> orphans = listed == null || !subscription.replace()
                    ? List.of()
                    : listed.stream()
                            .filter(entry -> equal(subscription, entry)
                                    && !entry.sessionId().equals(sessionId))
                            .toList();
            if (orphans.isEmpty()) {
                String reason = listed == null
                        ? "Twitch says that it exists and does not give the list that would show it"
                        : "Twitch says that it exists, but its list does not have it for this session; perhaps it takes"
                                + " another entry of types for the same";
                retry(
                        subscription,
                        Created.failed(Outcome.EXISTS, reason),
                        subscription.delayAfterFailure(DOUBT, random));
                return;
            }
            CompletionStage<Void> deleted = CompletableFuture.completedFuture(null);
            for (Listed orphan : orphans) {
                deleted = deleted.thenCompose(done -> client.delete(orphan.id()));
            }
            onLoop(deleted, done -> create(subscription));
        });
    }

    /** The one of this session's that is it: by the id that Twitch gave, or by type and condition; never another one's. */
    private Optional<Listed> existing(Subscription subscription, Created answer, List<Listed> listed) {
        return listed.stream()
                .filter(entry -> entry.sessionId().equals(sessionId)
                        && entry.type().equals(subscription.spec.type())
                        && subscriptions.stream()
                                .noneMatch(other ->
                                        other != subscription && other.id().equals(entry.id())))
                .filter(entry -> entry.id().equals(answer.id()) || equal(subscription, entry))
                .findFirst();
    }

    private void scheduleRepair() {
        repair = loop.schedule(REPAIR_INTERVAL, () -> {
            repair(false);
            scheduleRepair();
        });
    }

    /**
     * Compares with Twitch's list: an open socket without subscriptions looks healthy and is silent.
     *
     * @param doubtful whether to create when the list cannot be had; what exists answers 409 and does no harm
     */
    private void repair(boolean doubtful) {
        onLoop(client.list(), listed -> {
            for (Subscription subscription : subscriptions) {
                boolean missing = listed == null ? doubtful : !listedHere(subscription, listed);
                if (subscription.state() == State.ENABLED && missing) {
                    LOG.info("subscribing to {} again: it is not on this session", subscription.spec.type());
                    create(subscription);
                }
            }
        });
    }

    private boolean listedHere(Subscription subscription, List<Listed> listed) {
        return listed.stream()
                .filter(entry -> entry.sessionId().equals(sessionId))
                .anyMatch(entry -> entry.id().equals(subscription.id()) || equal(subscription, entry));
    }

    private boolean equal(Subscription subscription, Listed entry) {
        return entry.type().equals(subscription.spec.type())
                && entry.condition().equals(subscription.spec.conditionFor(account));
    }

    /** Runs the reaction on the loop, unless the session it was meant for is over by then. */
    private <T> void onLoop(CompletionStage<T> answer, Consumer<T> reaction) {
        int asked = round;
        answer.thenAccept(value -> loop.execute(() -> {
            if (asked == round) {
                reaction.accept(value);
            }
        }));
    }
}
