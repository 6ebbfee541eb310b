package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The simulator's observations of its clients, for tests. Counts are since the start. Thread-safe; the {@code await…}
 * methods wait without polling and throw an {@link IllegalStateException} with the actual observations when the time is
 * over.
 */
public final class Observations {
    private final SimulatorLoop loop;
    private final SubscriptionRegistry registry;
    private final List<Waiter> waiters = new ArrayList<>();
    private final Map<String, Integer> requests = new TreeMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private int connections;
    private int sessions;

    Observations(SimulatorLoop loop, SubscriptionRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    /** The number of open sockets, including half-open sockets. */
    public int connectionsNow() {
        return loop.call(() -> connections);
    }

    /** The number of living sessions. A session lives until Twitch notices the end of its connection. */
    public int sessionsNow() {
        return loop.call(() -> sessions);
    }

    /** The number of sockets that ever completed the handshake, including hand-overs. */
    public int connectionsEver() {
        return counted("connections");
    }

    /** The number of sent welcomes. */
    public int welcomes() {
        return counted("welcomes");
    }

    /** Enabled subscriptions over all living sessions, by type. */
    public Map<String, Integer> subscriptions() {
        return loop.call(registry::enabledByType);
    }

    /** The number of POSTs to the subscriptions endpoint, including refused requests. */
    public int subscriptionPosts() {
        return requests("POST " + SubscriptionsEndpoint.PATH);
    }

    /** The number of subscriptions that were accepted with 202. */
    public int subscriptionsCreated() {
        return counted("created");
    }

    /** The number of refresh calls to {@code /oauth2/token}, including failed calls. */
    public int refreshes() {
        return counted("refreshes");
    }

    /**
     * The number of requests with this method and path, for example {@code "GET /helix/streams"}; the path has no
     * query.
     */
    public int requests(String methodAndPath) {
        return requests().getOrDefault(methodAndPath, 0);
    }

    /** All requests so far, counted by method and path. */
    public Map<String, Integer> requests() {
        return loop.call(() -> Map.copyOf(requests));
    }

    /**
     * The close codes of clients, in order: 1005 for a close frame without a code, 1006 when the connection ended
     * without a close frame.
     */
    public List<Integer> closeCodesFromClients() {
        return loop.call(() -> List.copyOf(closeCodes));
    }

    /** The number of pongs that answered the simulator's pings. */
    public int pongs() {
        return counted("pongs");
    }

    /** The number of sent notifications, including repeats. */
    public int notifications() {
        return counted("notifications");
    }

    /** Waits until each of these types has an enabled subscription. */
    public void awaitSubscribed(Duration timeout, String... types) {
        List<String> expected = List.of(types);
        await("subscriptions to " + expected, timeout, seen -> seen.subscriptions()
                .keySet()
                .containsAll(expected));
    }

    /** Waits until exactly this many sockets are open. */
    public void awaitConnections(int number, Duration timeout) {
        await(number + " open connections", timeout, seen -> seen.connectionsNow() == number);
    }

    /** Waits until exactly this many sessions live. */
    public void awaitSessions(int number, Duration timeout) {
        await(number + " sessions", timeout, seen -> seen.sessionsNow() == number);
    }

    /** Waits until at least this many welcomes were sent since the start. */
    public void awaitWelcomes(int number, Duration timeout) {
        await(number + " welcomes", timeout, seen -> seen.welcomes() >= number);
    }

    /** Waits until at least this many requests came since the start, e.g. {@code "GET /helix/streams"}. */
    public void awaitRequests(String methodAndPath, int number, Duration timeout) {
        await(number + " × " + methodAndPath, timeout, seen -> seen.requests(methodAndPath) >= number);
    }

    /**
     * Waits for any other condition, which is checked after each change.
     *
     * @param expectation names the condition in the exception's message
     */
    public void await(String expectation, Duration timeout, Predicate<Observations> condition) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Waiter waiter = new Waiter(() -> condition.test(this), () -> reached.complete(null));
        loop.run(() -> whenever(waiter));
        try {
            reached.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("no " + expectation + " within " + timeout + "; there is " + this, e);
        } finally {
            loop.run(() -> waiters.remove(waiter));
        }
    }

    /** Runs the action once, on the loop, as soon as a subscription is enabled. */
    void whenSubscribed(Runnable action) {
        whenever(new Waiter(() -> !registry.enabledByType().isEmpty(), action));
    }

    private void whenever(Waiter waiter) {
        if (waiter.condition.getAsBoolean()) {
            waiter.action.run();
        } else {
            waiters.add(waiter);
        }
    }

    void opened() {
        connections++;
        count("connections");
    }

    void closed() {
        connections--;
        changed();
    }

    void closedByClient(int code) {
        closeCodes.add(code);
        changed();
    }

    void request(String method, String path) {
        requests.merge(method + " " + path, 1, Integer::sum);
        changed();
    }

    void sessions(int living) {
        sessions = living;
        changed();
    }

    /** Adds 1 to a counter that a public method reads. */
    void count(String counter) {
        counts.merge(counter, 1, Integer::sum);
        changed();
    }

    /** Checks the waiting conditions. Call it after each change that a condition may read. */
    void changed() {
        for (Waiter waiter : List.copyOf(waiters)) {
            if (waiter.condition.getAsBoolean() && waiters.remove(waiter)) {
                waiter.action.run();
            }
        }
    }

    private int counted(String counter) {
        return loop.call(() -> counts.getOrDefault(counter, 0));
    }

    @Override
    public String toString() {
        return loop.call(() -> "connections=" + connections + " counts=" + counts + " subscriptions="
                + registry.enabledByType() + " requests=" + requests + " closeCodesFromClients=" + closeCodes);
    }

    private record Waiter(BooleanSupplier condition, Runnable action) {}
}
