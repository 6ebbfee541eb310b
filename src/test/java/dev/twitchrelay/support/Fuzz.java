package dev.twitchrelay.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * A property that is tried so often in each build, and for as long as wanted with {@code mvn verify -Pfuzz
 * -Dfuzz.minutes=3}, each for so many minutes.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Property(tries = Integer.MAX_VALUE, generation = GenerationMode.RANDOMIZED)
@AddLifecycleHook(FuzzLength.class)
public @interface Fuzz {
    /** How often it is tried in each build. */
    int tries() default 1000;
}
