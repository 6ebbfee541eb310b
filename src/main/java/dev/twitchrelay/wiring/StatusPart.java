package dev.twitchrelay.wiring;

import java.util.function.Supplier;

/** A part of {@code /api/status} that is there in some profiles only. */
record StatusPart(String name, Supplier<?> state) {}
