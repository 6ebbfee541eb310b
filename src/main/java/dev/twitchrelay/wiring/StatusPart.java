package dev.twitchrelay.wiring;

import java.util.function.Supplier;

/**
 * A part of {@code /api/status} that its own configuration brings, because it exists in some profiles only.
 *
 * @param state gives the part's state as an object for JSON, on the thread of the status
 */
record StatusPart(String name, Supplier<?> state) {}
