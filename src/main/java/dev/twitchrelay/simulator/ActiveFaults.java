package dev.twitchrelay.simulator;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults that {@link Faults} has switched on: the values of its switches, and the faults that wait for an HTTP
 * request. Loop-confined.
 */
final class ActiveFaults {
    boolean withholdWelcome;
    boolean keepalives = true;
    boolean pings = true;
    int extraCopies;
    /** The longest delay of a notification for another session than the oldest. */
    Duration copiesLate = Duration.ZERO;

    boolean copiesDiffer;
    Duration age = Duration.ZERO;
    int fragments = 1;
    boolean unknownFields;
    boolean echoEmptyConditions = true;
    Faults.HandOver handOver = Faults.HandOver.WORKS;

    private final SimulatorLoop loop;
    private final List<RequestFault> requestFaults = new ArrayList<>();

    ActiveFaults(SimulatorLoop loop) {
        this.loop = loop;
    }

    /** The kinds of faults of HTTP requests; {@link Faults} describes them. */
    enum Kind {
        FAIL,
        FAIL_SUBSCRIPTION,
        DELAY,
        HANG,
        LOSE_ANSWER
    }

    /**
     * A fault that waits for requests.
     *
     * @param target the path, or the subscription type; null for every type
     * @param left the number of requests that still get this fault
     */
    record RequestFault(Kind kind, String target, int status, String message, Duration delay, AtomicInteger left) {}

    void add(Kind kind, String target, int status, String message, Duration delay, int times) {
        requestFaults.add(new RequestFault(kind, target, status, message, delay, new AtomicInteger(times)));
    }

    void forgiveRequests() {
        requestFaults.clear();
    }

    /** Handles a request before its endpoint: applies the faults of its path. */
    void apply(RoutingContext request) {
        take(Kind.DELAY, request.normalizedPath())
                .ifPresentOrElse(
                        fault -> loop.after(fault.delay, () -> applyWithoutDelay(request)),
                        () -> applyWithoutDelay(request));
    }

    private void applyWithoutDelay(RoutingContext request) {
        String path = request.normalizedPath();
        if (take(Kind.HANG, path).isPresent()) {
            return;
        }
        if (take(Kind.LOSE_ANSWER, path).isPresent()) {
            Answers.lose(request);
        }
        take(Kind.FAIL, path)
                .ifPresentOrElse(fault -> request.fail(new HttpException(fault.status, fault.message)), request::next);
    }

    /** Throws an exception when the creation of a subscription of this type has to fail. */
    void checkSubscription(String type) {
        take(Kind.FAIL_SUBSCRIPTION, type).ifPresent(fault -> {
            throw new HttpException(fault.status, fault.message);
        });
    }

    private Optional<RequestFault> take(Kind kind, String target) {
        Optional<RequestFault> found = requestFaults.stream()
                .filter(fault -> fault.kind == kind && (fault.target == null || fault.target.equals(target)))
                .findFirst();
        found.filter(fault -> fault.left.decrementAndGet() == 0).ifPresent(requestFaults::remove);
        return found;
    }
}
