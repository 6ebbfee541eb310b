package dev.twitchrelay.recovery;

import org.apache.camel.spi.IdempotentRepository;

/**
 * The events of Twitch that the relay has told already, for Camel's {@code idempotentConsumer}: the bean {@code told}
 * of routes. Twitch sometimes sends an event again under another message id, so the message id does not tell whether
 * an event is new. A key is {@code TYPE NAME REST}, separated by single blanks. It is {@code channel.follow USER TIME}
 * for a follow, which {@link FollowLedger} knows, and {@code TYPE ID STATUS} for any other event, which
 * {@link Moments} knows. Thread-safe, because its parts are.
 */
public final class ToldRepository implements IdempotentRepository {
    private static final String FOLLOW = "channel.follow";

    private final FollowLedger follows;
    private final Moments moments;

    public ToldRepository(FollowLedger follows, Moments moments) {
        this.follows = follows;
        this.moments = moments;
    }

    /** The parts of a key. A part that the key does not have is empty. */
    private record Key(String type, String name, String rest) {
        static Key of(String text) {
            String[] parts = text.split(" ", 3);
            return new Key(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
        }

        boolean isFollow() {
            return type.equals(FOLLOW);
        }
    }

    /** Takes an event that was not told yet; from now on it counts as told. Returns false if it was told. */
    @Override
    public boolean add(String text) {
        Key key = Key.of(text);
        return key.isFollow() ? follows.add(key.name(), key.rest()) : moments.add(key.type(), key.name(), key.rest());
    }

    @Override
    public boolean contains(String text) {
        Key key = Key.of(text);
        return key.isFollow()
                ? follows.contains(key.name(), key.rest())
                : moments.contains(key.type(), key.name(), key.rest());
    }

    /** The event is told. */
    @Override
    public boolean confirm(String text) {
        Key key = Key.of(text);
        if (key.isFollow()) {
            follows.confirm(key.name(), key.rest());
        }
        return true;
    }

    /** The event could not be told, so it counts as new when it comes again. */
    @Override
    public boolean remove(String text) {
        Key key = Key.of(text);
        return key.isFollow()
                ? follows.remove(key.name(), key.rest())
                : moments.remove(key.type(), key.name(), key.rest());
    }

    /** Camel offers it to people at a console. To forget here would publish events twice. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException("the events that were told are not forgotten");
    }

    @Override
    public void start() {
        // the parts know the earlier runs already
    }

    @Override
    public void stop() {
        // several routes share this repository, so the end of a route ends nothing
    }
}
