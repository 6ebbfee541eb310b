package dev.twitchrelay.support;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Ends a property after its tries, or after its time when {@code fuzz.minutes} is set. Used by one thread. */
public final class FuzzLength implements AroundPropertyHook, AroundTryHook {
    private static final Duration TIME =
            Duration.ofMillis((long) (60_000 * Double.parseDouble(System.getProperty("fuzz.minutes", "0"))));

    private long begun;
    private int tries;

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        begun = System.nanoTime();
        tries = 0;
        PropertyExecutionResult result = property.execute();
        if (!TIME.isZero()) {
            System.out.printf(
                    "fuzz: %8d tries in %d s, %s: %s.%s%n",
                    result.countTries(),
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                    result.status(),
                    context.containerClass().getSimpleName(),
                    context.targetMethod().getName());
        }
        return result;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        TryExecutionResult result = aTry.execute(parameters);
        tries++;
        boolean enough = TIME.isZero()
                ? tries >= context.targetMethod().getAnnotation(Fuzz.class).tries()
                : System.nanoTime() - begun >= TIME.toNanos();
        return result.isSatisfied() && enough ? TryExecutionResult.satisfied(true) : result;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.NO_DESCENDANTS;
    }
}
