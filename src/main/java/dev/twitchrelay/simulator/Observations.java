package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What Twitch saw of its clients, for tests. Counts are since the start. Thread-safe; the {@code await…} methods wait
 * without polling and throw an {@link IllegalStateException} that says what was there instead.
 */
public final class Observations {
    private final Loop loop;
    private final List<Waiter> waiters = new ArrayList<>();
    private final Map<String, Integer> requests = new TreeMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private final List<String> textFrames = new ArrayList<>();
    private Supplier<Map<String, Integer>> enabledByType = Map::of;
    private IntSupplier sessions = () -> 0;
    private int open;

    Observations(Loop loop) {
        this.loop = loop;
    }

    /** Sockets that are open now, half-open ones included. */
    public int connectionsNow() {
        return loop.call(() -> open);
    }

    /** Sessions that live now: Twitch believes in their connection. */
    public int sessionsNow() {
        return loop.call(() -> sessions.getAsInt());
    }

    /** Sockets that ever completed the handshake, hand-overs included. */
    public int connectionsEver() {
        return count("connections");
    }

    /** Welcome messages sent. */
    public int welcomes() {
        return count("welcomes");
    }

    /** Enabled subscriptions over all living sessions, by type. */
    public Map<String, Integer> subscriptions() {
        return loop.call(() -> enabledByType.get());
    }

    /** POSTs to the subscriptions endpoint, refused ones included. */
    public int subscriptionPosts() {
        return requests("POST /helix/eventsub/subscriptions");
    }

    /** Subscriptions that were accepted with 202. */
    public int subscriptionsCreated() {
        return count("created");
    }

    /** Refresh calls to {@code /oauth2/token}, failed ones included. */
    public int refreshes() {
        return count("refreshes");
    }

    /** Calls of {@code /oauth2/validate}. */
    public int validations() {
        return requests("GET /oauth2/validate");
    }

    /** Requests by {@code "GET /helix/streams"}: the method, a blank, and the path without query. */
    public int requests(String methodAndPath) {
        return loop.call(() -> requests.getOrDefault(methodAndPath, 0));
    }

    /** All requests so far, counted by method and path. */
    public Map<String, Integer> requests() {
        return loop.call(() -> Map.copyOf(requests));
    }

    /**
     * Close codes that clients sent, in order; 1005 for a close frame without code, 1006 where the connection ended
     * without a close frame.
     */
    public List<Integer> closeCodesFromClients() {
        return loop.call(() -> List.copyOf(closeCodes));
    }

    /** Data frames that clients sent although they may only answer pings; each was punished with 4001. */
    public List<String> textFramesFromClients() {
        return loop.call(() -> List.copyOf(textFrames));
    }

    /** Pongs that answered our pings. */
    public int pongs() {
        return count("pongs");
    }

    /** Pings that clients sent; Twitch tolerates them but its documentation allows only pongs. */
    public int pingsFromClients() {
        return count("pings");
    }

    /** Notifications sent, repeats included. */
    public int notifications() {
        return count("notifications");
    }

    /** Waits until every one of these types has an enabled subscription. */
    public void awaitSubscribed(Duration timeout, String... types) {
        List<String> wanted = Arrays.asList(types);
        await(
                "subscriptions to " + wanted,
                timeout,
                () -> enabledByType.get().keySet().containsAll(wanted));
    }

    /** Waits until exactly this many sockets are open. */
    public void awaitConnections(int number, Duration timeout) {
        await(number + " open connections", timeout, () -> open == number);
    }

    /** Waits until exactly this many sessions live. */
    public void awaitSessions(int number, Duration timeout) {
        await(number + " sessions", timeout, () -> sessions.getAsInt() == number);
    }

    /** Waits until at least this many welcomes were sent since the start. */
    public void awaitWelcomes(int number, Duration timeout) {
        await(number + " welcomes", timeout, () -> counts.getOrDefault("welcomes", 0) >= number);
    }

    /** Waits until at least this many requests came since the start, e.g. {@code "GET /helix/streams"}. */
    public void awaitRequests(String methodAndPath, int number, Duration timeout) {
        String what = number + " × " + methodAndPath;
        await(what, timeout, () -> requests.getOrDefault(methodAndPath, 0) >= number);
    }

    /** Waits for anything else; the condition is asked again after each change. */
    public void await(String what, Duration timeout, Predicate<Observations> condition) {
        await(what, timeout, () -> condition.test(this));
    }

    private void await(String what, Duration timeout, BooleanSupplier condition) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Waiter waiter = new Waiter(condition, () -> reached.complete(null));
        loop.run(() -> whenever(waiter));
        try {
            reached.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no " + what + " within " + timeout + "; there is " + this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            loop.run(() -> waiters.remove(waiter));
        }
    }

    /** Runs the action once, on the loop, as soon as anything is subscribed. */
    void whenSubscribed(Runnable action) {
        whenever(new Waiter(() -> !enabledByType.get().isEmpty(), action));
    }

    private void whenever(Waiter waiter) {
        if (waiter.condition.getAsBoolean()) {
            waiter.action.run();
        } else {
            waiters.add(waiter);
        }
    }

    void read(Supplier<Map<String, Integer>> enabled, IntSupplier living) {
        enabledByType = enabled;
        sessions = living;
    }

    void opened() {
        open++;
        counted("connections");
    }

    void closed() {
        open--;
        changed();
    }

    void closedByClient(int code) {
        closeCodes.add(code);
        changed();
    }

    void textFrame(String text) {
        textFrames.add(text);
        changed();
    }

    void request(String method, String path) {
        requests.merge(method + " " + path, 1, Integer::sum);
        changed();
    }

    /** One more of what a getter above reads. */
    void counted(String what) {
        counts.merge(what, 1, Integer::sum);
        changed();
    }

    /** Whoever changes what can be waited for calls this afterwards. */
    void changed() {
        for (Waiter waiter : List.copyOf(waiters)) {
            if (waiter.condition.getAsBoolean() && waiters.remove(waiter)) {
                waiter.action.run();
            }
        }
    }

    private int count(String what) {
        return loop.call(() -> counts.getOrDefault(what, 0));
    }

    @Override
    public String toString() {
        return loop.call(() -> "connections=" + open + " counts=" + counts + " subscriptions=" + enabledByType.get()
                + " requests=" + requests + " closeCodesFromClients=" + closeCodes);
    }

    private record Waiter(BooleanSupplier condition, Runnable action) {}
}
