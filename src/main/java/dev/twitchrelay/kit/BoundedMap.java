package dev.twitchrelay.kit;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entry when it has more than a given number of entries. Not thread-safe. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    public BoundedMap(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
