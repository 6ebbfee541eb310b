package dev.twitchrelay.hostile;

import dev.twitchrelay.hostile.Target.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A behaviour against one transport. */
record Case(Behaviour behaviour, Transport transport) {
    private static final String ONLY = "hostile.only";

    /** The property {@code hostile.only} names behaviours, or the mix; nothing means everything. */
    static Set<String> only() {
        String names = System.getProperty(ONLY, "");
        return names.isBlank() ? Set.of() : Set.of(names.split("\\s*,\\s*"));
    }

    /** In clear text first. */
    static List<Case> chosen() {
        Set<String> only = only();
        return Arrays.stream(Transport.values())
                .flatMap(transport -> Arrays.stream(Behaviour.values())
                        .filter(behaviour -> behaviour.suits(transport))
                        .map(behaviour -> new Case(behaviour, transport)))
                .filter(each ->
                        only.isEmpty() || only.contains(each.behaviour().title()) || only.contains(each.toString()))
                .toList();
    }

    /** Such as {@code pipelined-font}, or {@code pipelined-font-tls} over TLS. */
    @Override
    public String toString() {
        return behaviour.title() + (transport == Transport.TLS ? "-tls" : "");
    }
}
