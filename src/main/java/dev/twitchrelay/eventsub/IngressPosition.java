package dev.twitchrelay.eventsub;

/**
 * A place in the stream of everything that the sessions of a cluster receive. Positions of a later stream are greater. Immutable.
 *
 * @param stream when the stream was made, in milliseconds
 * @param sequence the number in that stream
 */
public record IngressPosition(long stream, long sequence) implements Comparable<IngressPosition> {
    static final IngressPosition BEGIN = new IngressPosition(0, 0);

    @Override
    public int compareTo(IngressPosition other) {
        return stream == other.stream ? Long.compare(sequence, other.sequence) : Long.compare(stream, other.stream);
    }

    boolean isBefore(IngressPosition other) {
        return compareTo(other) < 0;
    }

    IngressPosition next() {
        return new IngressPosition(stream, sequence + 1);
    }

    /** @throws NumberFormatException when {@link #toString} did not write the text */
    static IngressPosition parse(String text) {
        int dash = text.indexOf('-');
        return new IngressPosition(
                Long.parseLong(text.substring(0, Math.max(0, dash))), Long.parseLong(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return stream + "-" + sequence;
    }
}
