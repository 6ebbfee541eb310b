package dev.twitchrelay.sse;

import java.util.concurrent.atomic.LongAdder;

/** What a hub counts from its start. Thread-safe. */
final class HubCounters {
    final LongAdder received = new LongAdder();

    final LongAdder opened = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder refused = new LongAdder();
}
