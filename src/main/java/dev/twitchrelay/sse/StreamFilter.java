package dev.twitchrelay.sse;

import dev.twitchrelay.sse.SseSettings.MessageTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which messages a client gets. Equal filters are equal objects, so that clients that ask for the same share the work.
 * Immutable.
 *
 * @param types the types that pass, empty = all
 * @param named the type that {@code names} restricts
 * @param names the event names that pass, empty = all
 */
record StreamFilter(Set<String> types, String named, Set<String> names) {

    private static final int MOST_NAMES = 64;

    /**
     * Reads the query parameters {@code types} and {@code events}, each a comma list and possibly repeated.
     *
     * @throws BadRequestException naming the parameter and what to write instead
     */
    static StreamFilter parse(List<String> types, List<String> events, MessageTypes known) {
        Set<String> typeSet = split(types, "types", "[,|]");
        if (!known.known().containsAll(typeSet)) {
            throw new BadRequestException(
                    "parameter 'types' contains an unknown type; known types are " + String.join(", ", known.known()));
        }
        Set<String> nameSet = split(events, "events", ",");
        if (known.named() == null && !nameSet.isEmpty()) {
            throw new BadRequestException("parameter 'events' is not supported here; leave it out");
        }
        return new StreamFilter(typeSet.size() == known.known().size() ? Set.of() : typeSet, known.named(), nameSet);
    }

    boolean passes(SseMessage message) {
        if (!types.isEmpty() && !types.contains(message.type())) {
            return false;
        }
        return names.isEmpty()
                || !message.type().equals(named)
                || (message.name() != null && names.contains(message.name()));
    }

    private static Set<String> split(List<String> values, String parameter, String separator) {
        if (values.isEmpty()) {
            return Set.of();
        }
        Set<String> names = values.stream()
                .flatMap(value -> Arrays.stream(value.split(separator, -1)))
                .limit(MOST_NAMES + 1L)
                .collect(Collectors.toUnmodifiableSet());
        if (names.size() > MOST_NAMES) {
            throw new BadRequestException(
                    "parameter '" + parameter + "' lists too many names; write at most " + MOST_NAMES);
        }
        if (!names.stream().allMatch(SseSettings::isName)) {
            throw new BadRequestException("parameter '" + parameter
                    + "' contains an empty or malformed name; write names of letters, digits, '.', '_' and '-' "
                    + "(at most 64 characters), separated by commas, or leave the parameter out");
        }
        return names;
    }
}
