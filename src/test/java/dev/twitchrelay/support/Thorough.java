package dev.twitchrelay.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that plays many cases of a rule, of which {@code mvn verify} plays some elsewhere, so that {@code mvn verify} stays
 * short. {@code .ci/run} runs it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "tests.thorough",
        matches = "true",
        disabledReason = "it takes long: mvn verify -Dtests.thorough runs it, and so does .ci/run")
public @interface Thorough {}
