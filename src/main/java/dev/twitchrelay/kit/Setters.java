package dev.twitchrelay.kit;

import java.beans.Introspector;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the options that a class has setters for. Camel finds the parameters of an endpoint's URI in the same way. */
public final class Setters {
    private Setters() {}

    /** The names of all options, in alphabetical order. */
    public static Set<String> of(Class<?>... types) {
        return Stream.of(types)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> method.getName().matches("set[A-Z].*") && method.getParameterCount() == 1)
                .map(method -> Introspector.decapitalize(method.getName().substring(3)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
