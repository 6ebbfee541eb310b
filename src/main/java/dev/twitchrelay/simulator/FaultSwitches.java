package dev.twitchrelay.simulator;

import java.time.Duration;

/** The current values of the switches of {@link Faults}. Loop-confined. */
final class FaultSwitches {
    boolean withholdWelcome;
    boolean keepalives = true;
    boolean pings = true;
    int extraCopies;
    Duration age = Duration.ZERO;
    int fragments = 1;
    boolean unknownFields;
    boolean escapeAmpersands = true;
    boolean echoEmptyConditions = true;
    Faults.HandOver handOver = Faults.HandOver.WORKS;
}
