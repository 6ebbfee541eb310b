package dev.twitchrelay.sse;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The messages that a client wants. Equal filters are equal objects, so that clients with the same filter share their
 * work. Immutable.
 *
 * @param types the types that pass, empty = all
 * @param names the event names that pass, empty = all; totals have no name and pass
 */
record StreamFilter(Set<String> types, Set<String> names) {

    /** Lets every message pass. */
    static final StreamFilter ALL = new StreamFilter(Set.of(), Set.of());

    private static final int MOST_NAMES = 64;

    /**
     * Reads the query parameters {@code types} and {@code events}. Each is a list with commas, and may be repeated.
     *
     * @throws ReadOnlyHandler.BadRequestException with the parameter and the remedy
     */
    static StreamFilter parse(List<String> types, List<String> events) {
        Set<String> typeSet = split(types, "types", "[,|]");
        if (!SseMessage.TYPES.containsAll(typeSet)) {
            throw new ReadOnlyHandler.BadRequestException("parameter 'types' contains an unknown type; known types are "
                    + String.join(", ", SseMessage.TYPES));
        }
        boolean all = typeSet.size() == SseMessage.TYPES.size();
        return new StreamFilter(all ? Set.of() : typeSet, split(events, "events", ","));
    }

    boolean passes(SseMessage message) {
        if (!types.isEmpty() && !types.contains(message.type())) {
            return false;
        }
        return names.isEmpty() || message.isTotals() || (message.name() != null && names.contains(message.name()));
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
            throw new ReadOnlyHandler.BadRequestException(
                    "parameter '" + parameter + "' lists too many names; write at most " + MOST_NAMES);
        }
        if (!names.stream().allMatch(SseMessage::isName)) {
            throw new ReadOnlyHandler.BadRequestException("parameter '" + parameter
                    + "' contains an empty or malformed name; write names of letters, digits, '.', '_' and '-' "
                    + "(at most 64 characters), separated by commas, or leave the parameter out");
        }
        return names;
    }
}
