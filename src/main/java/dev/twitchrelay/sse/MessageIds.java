package dev.twitchrelay.sse;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The ids of a run: {@code <term>-<n>}. The term tells one run from another, so that an id of an earlier run is never
 * mistaken for a position in this one. Positions grow over all runs, and so do terms.
 *
 * <p>In a cluster all replicas share the positions, and whoever numbers them sees to it that none is used twice; a term is
 * then the number of a leadership. Immutable but for the shared term.
 */
final class MessageIds {

    static final long UNKNOWN = -1;
    private static final int LONGEST = 64;
    private static final Pattern TERM = Pattern.compile("[A-Za-z0-9_.]{1,32}");
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final Pattern SHARED_TERM = Pattern.compile("[1-9][0-9]{0,17}");

    /** No leadership's term. */
    private static final String NOTHING_KNOWN = "0-";

    /** An id that says nothing about what its client has seen. */
    static final String OF_NOTHING_KNOWN = NOTHING_KNOWN + "0";

    private final boolean shared;
    private final Map<String, Span> earlier;
    private volatile String prefix;
    private volatile long begin;

    /**
     * The positions of an earlier run.
     *
     * @param after the one that it began after
     * @param last that of its last replayable message: whatever it numbered behind that is not replayed
     */
    record Span(long after, long last) {}

    MessageIds(String term) {
        this(term, Map.of());
    }

    /** @param earlier earlier runs by term */
    MessageIds(String term, Map<String, Span> earlier) {
        if (!TERM.matcher(term).matches()) {
            throw new IllegalArgumentException(
                    "The term of a hub must be 1 to 32 letters, digits, dots or underscores, but is '" + term + "'");
        }
        this.prefix = term + "-";
        this.shared = false;
        this.earlier = Map.copyOf(earlier);
    }

    private MessageIds() {
        this.prefix = NOTHING_KNOWN;
        this.shared = true;
        this.earlier = Map.of();
    }

    /** The ids that the replicas of a cluster have in common. */
    static MessageIds shared() {
        return new MessageIds();
    }

    boolean areShared() {
        return shared;
    }

    /** Whether what the other replicas have published is not known yet. */
    boolean awaitHistory() {
        return shared && prefix.equals(NOTHING_KNOWN);
    }

    /** Learns that nothing has been published before. */
    void followFromTheStart() {
        follow("1-0");
    }

    /** Learns where the positions begin: those below, but for 0, are of something else. */
    void beginAt(long position) {
        begin = position;
    }

    /** Learns the term of the newest message. */
    void follow(String id) {
        prefix = id.substring(0, id.lastIndexOf('-') + 1);
    }

    /** A term for a run that begins now, greater than all earlier ones even if the clock went back. */
    static String newTerm(long millis, Collection<String> earlier) {
        long latest = earlier.stream()
                .filter(term -> term.matches("[0-9a-z]{1,12}"))
                .mapToLong(term -> Long.parseLong(term, 36))
                .max()
                .orElse(0);
        return Long.toString(Math.max(millis, latest + 1), 36);
    }

    String format(long sequence) {
        return prefix + sequence;
    }

    /** The position that an id stands for, or {@link #UNKNOWN} for anything that no known run has written. */
    long parse(String id) {
        int dash = id.lastIndexOf('-');
        if (id.length() > LONGEST || dash < 0) {
            return UNKNOWN;
        }
        String count = id.substring(dash + 1);
        if (!COUNT.matcher(count).matches()) {
            return UNKNOWN;
        }
        long position = Long.parseLong(count);
        if (shared) {
            boolean foreign = position > 0 && position < begin;
            return !foreign && SHARED_TERM.matcher(id.substring(0, dash)).matches() ? position : UNKNOWN;
        }
        if (id.startsWith(prefix) && prefix.length() == dash + 1) {
            return position;
        }
        Span span = earlier.get(id.substring(0, dash));
        return span == null || position < span.after() ? UNKNOWN : Math.min(position, span.last());
    }
}
