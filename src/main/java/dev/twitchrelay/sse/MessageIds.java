package dev.twitchrelay.sse;

import java.util.regex.Pattern;

/**
 * The ids of one run: {@code <term>-<n>}. The term tells one run from another, so that an id of an earlier run is never
 * mistaken for a position in this one. Immutable.
 */
final class MessageIds {

    static final long UNKNOWN = -1;
    private static final int LONGEST = 64;
    private static final Pattern TERM = Pattern.compile("[A-Za-z0-9_.]{1,32}");
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final String prefix;

    MessageIds(String term) {
        if (!TERM.matcher(term).matches()) {
            throw new IllegalArgumentException(
                    "The term of a hub must be 1 to 32 letters, digits, dots or underscores, but is '" + term + "'");
        }
        this.prefix = term + "-";
    }

    String format(long sequence) {
        return prefix + sequence;
    }

    /** The position that an id stands for, or {@link #UNKNOWN} for anything that this run has not written itself. */
    long parse(String id) {
        if (id.length() > LONGEST || !id.startsWith(prefix)) {
            return UNKNOWN;
        }
        String count = id.substring(prefix.length());
        return COUNT.matcher(count).matches() ? Long.parseLong(count) : UNKNOWN;
    }
}
