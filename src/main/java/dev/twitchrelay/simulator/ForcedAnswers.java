package dev.twitchrelay.simulator;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pending HTTP faults, by path or by subscription type. Loop-confined. */
final class ForcedAnswers {
    private final SimulatorLoop loop;
    private final List<Rule> rules = new ArrayList<>();

    ForcedAnswers(SimulatorLoop loop) {
        this.loop = loop;
    }

    void add(Kind kind, String target, int status, String message, Duration delay, int times) {
        rules.add(new Rule(kind, target, status, message, delay, times));
    }

    void clear() {
        rules.clear();
    }

    /**
     * Applies the delay of the path and then runs {@code next}, unless the request hangs or has a forced body. A forced
     * error is given to {@code next} as a {@link Refused}.
     */
    void before(RoutingContext request, Consequence next) {
        Optional<Rule> slow = take(Kind.DELAY, request.normalizedPath());
        if (slow.isPresent()) {
            loop.after(slow.get().delay, () -> beforeSlowness(request, next));
        } else {
            beforeSlowness(request, next);
        }
    }

    private void beforeSlowness(RoutingContext request, Consequence next) {
        if (take(Kind.HANG, request.normalizedPath()).isPresent()) {
            return;
        }
        if (take(Kind.LOSE, request.normalizedPath()).isPresent()) {
            Answers.lose(request);
        }
        Optional<Rule> given = take(Kind.BODY, request.normalizedPath());
        if (given.isPresent()) {
            Answers.text(request, given.get().message, null);
            return;
        }
        Optional<Rule> damaged = take(Kind.DAMAGED, request.normalizedPath());
        if (damaged.isPresent()) {
            Answers.text(request, damaged.get().message, "gzip");
            return;
        }
        next.run(take(Kind.FAIL, request.normalizedPath()).map(Rule::refused).orElse(null));
    }

    /** Throws an exception when the creation of a subscription of this type has a forced error. */
    void checkSubscription(String type) {
        take(Kind.FAIL_SUBSCRIPTION, type).ifPresent(rule -> {
            throw rule.refused();
        });
    }

    private Optional<Rule> take(Kind kind, String target) {
        Optional<Rule> found = rules.stream()
                .filter(rule -> rule.kind == kind && (rule.target == null || rule.target.equals(target)))
                .findFirst();
        found.ifPresent(rule -> {
            if (--rule.left == 0) {
                rules.remove(rule);
            }
        });
        return found;
    }

    enum Kind {
        FAIL,
        FAIL_SUBSCRIPTION,
        DELAY,
        HANG,
        BODY,
        DAMAGED,
        LOSE
    }

    /** The handling of a request after the faults; the error is null when there is no forced error. */
    interface Consequence {
        void run(Refused forcedError);
    }

    private static final class Rule {
        private final Kind kind;
        private final String target;
        private final int status;
        private final String message;
        private final Duration delay;
        private int left;

        private Rule(Kind kind, String target, int status, String message, Duration delay, int times) {
            this.kind = kind;
            this.target = target;
            this.status = status;
            this.message = message;
            this.delay = delay;
            this.left = times;
        }

        private Refused refused() {
            return new Refused(status, message);
        }
    }
}
