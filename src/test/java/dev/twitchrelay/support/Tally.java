package dev.twitchrelay.support;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What had to arrive, against what did.
 *
 * @param lost events that had to arrive and did not
 * @param repeated events that came again
 * @param reordered events that came after a later one
 */
public record Tally(int lost, int repeated, int reordered) {
    public static final Tally NONE = new Tally(0, 0, 0);

    /**
     * Compares one client.
     *
     * @param required the numbers that had to arrive
     * @param received the numbers that came, in order of their coming
     */
    public static Tally of(BitSet required, int[] received) {
        BitSet seen = new BitSet();
        int repeated = 0;
        int reordered = 0;
        int latest = -1;
        for (int number : received) {
            if (seen.get(number)) {
                repeated++;
            } else if (number < latest) {
                reordered++;
            }
            seen.set(number);
            latest = Math.max(latest, number);
        }
        BitSet lost = (BitSet) required.clone();
        lost.andNot(seen);
        return new Tally(lost.cardinality(), repeated, reordered);
    }

    /** Which had to arrive and did not, for a person who looks for the reason. */
    public static String lost(BitSet required, int[] received) {
        BitSet lost = (BitSet) required.clone();
        Arrays.stream(received).forEach(lost::clear);
        return lost.toString();
    }

    @Override
    public String toString() {
        return lost + " / " + repeated + " / " + reordered;
    }

    public Tally plus(Tally other) {
        return new Tally(lost + other.lost, repeated + other.repeated, reordered + other.reordered);
    }
}
