package dev.twitchrelay.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spring.boot.CamelSpringBootInitializationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Prints one sentence with the reason and the remedy when the relay cannot start, in place of a stack trace. Spring
 * calls it, by {@code META-INF/spring.factories}, on the main thread. Commands call {@link #analyze} themselves.
 */
public final class StartupFailure implements FailureAnalyzer, FailureAnalysisReporter {
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof InvalidSettingException invalid) {
                return new FailureAnalysis(invalid.getMessage(), invalid.remedy(), failure);
            }
            if (cause instanceof BindException bind) {
                var property = bind.getProperty();
                String name = property == null
                        ? bind.getName().toString()
                        : property.getName().toString();
                return new FailureAnalysis(
                        name + " is '" + (property == null ? "" : shown(name, property.getValue()))
                                + "', which is not a "
                                + bind.getTarget()
                                        .getType()
                                        .resolve(Object.class)
                                        .getSimpleName(),
                        "correct it; src/docs/settings.md lists the settings",
                        failure);
            }
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (seen.stream().anyMatch(cause -> String.valueOf(cause.getMessage()).contains(temporary.toString()))
                && !canHold(temporary)) {
            return new FailureAnalysis(
                    "java.io.tmpdir is " + temporary + ", where no file can be made",
                    "make that folder writable, or name another one with -Djava.io.tmpdir=",
                    failure);
        }
        return seen.stream().anyMatch(RuntimeCamelException.class::isInstance)
                        || failure instanceof CamelSpringBootInitializationException
                ? route(failure)
                : null;
    }

    /** By trying, because permissions do not show a mount that is read-only. */
    private static boolean canHold(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, "write", ".test"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static FailureAnalysis route(Throwable failure) {
        Throwable root = failure;
        String where = "the routes";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
            if (cause instanceof FailedToCreateRouteException route && route.getRouteId() != null) {
                where = "the route " + route.getRouteId();
            }
        }
        String why = String.valueOf(root.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
        return new FailureAnalysis(
                where + " cannot be loaded: " + why, "correct its file in the folder relay.routes", failure);
    }

    @Override
    public void report(FailureAnalysis analysis) {
        System.err.println(
                "Twitch Relay cannot start: " + analysis.getDescription() + ". To do: " + analysis.getAction() + ".");
    }

    private static Object shown(String name, Object value) {
        return name.matches(".*(token|secret|password|webhook).*") ? "(hidden)" : value;
    }
}
